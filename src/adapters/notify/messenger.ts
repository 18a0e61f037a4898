import type { Notice } from "../../core/notify/notice.ts";
import type { SinkTrouble } from "../../ports/event-sink.ts";

/** What became of one message. */
export type Sent =
  | { readonly kind: "sent" }
  /** Not this message, whatever is done; others may pass. A short code, such as `smtp_552`. */
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "trouble"; readonly trouble: SinkTrouble };

/** Brings one message to people or a machine. What the other side does is a value. */
export interface Messenger {
  send(notice: Notice, signal: AbortSignal): Promise<Sent>;
  /** Whether it can be reached, without sending a message; undefined when it can. */
  check(signal: AbortSignal): Promise<SinkTrouble | undefined>;
  close(): Promise<void>;
}

export const SENT: Sent = { kind: "sent" };

/** A message that was not taken, for a reason that may pass or that a person has to mend. */
export const trouble = (code: SinkTrouble["code"], retryAfterMs?: number): Sent => ({
  kind: "trouble",
  trouble: { code, ...(retryAfterMs !== undefined && { retryAfterMs }) },
});
