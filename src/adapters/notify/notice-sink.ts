import { composeNotice, type Scope } from "../../core/notify/compose.ts";
import type { EventSink } from "../../ports/event-sink.ts";
import type { Messenger } from "./messenger.ts";

/**
 * People as a sink of the ledger: everything that came up since the last time is one message, or none. With the cursor of a
 * sink nothing is lost while mail or chat are out of order, and what piled up meanwhile is one message too.
 * @param scope read for each batch: tenants are renamed
 */
export const noticeSink = (messenger: Messenger, scope: () => Promise<Scope>): EventSink => ({
  async deliver(entries, signal) {
    const through = entries.at(-1)?.seq;
    const notice = composeNotice(entries, await scope());
    const sent = notice === undefined ? undefined : await messenger.send(notice, signal);
    if (sent?.kind === "trouble") return { through: undefined, refused: [], trouble: sent.trouble };
    // The last entry stands for the message: sent again, it is told of what it knows itself.
    const refused =
      sent?.kind === "refused" && through !== undefined ? [{ seq: through, code: sent.code }] : [];
    return { through, refused, trouble: undefined };
  },
  check: async (signal) => messenger.check(signal),
  close: async () => messenger.close(),
});
