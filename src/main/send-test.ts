import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Notice } from "../core/notify/notice.ts";
import type { NotifyConfig } from "./config/notify-config.ts";
import { openMessenger } from "./recipients.ts";

/** Sends one message that says it is a test. @returns why it was not taken, as a code. Faults as openMessenger's, CANCELLED. */
export async function sendTest(
  to: NotifyConfig,
  parts: { readonly clock: Clock; readonly log: Log },
  signal: AbortSignal,
): Promise<string | undefined> {
  const messenger = openMessenger(to, parts);
  try {
    const sent = await messenger.send(testNotice(to, parts.clock.now()), signal);
    if (sent.kind === "sent") return undefined;
    return sent.kind === "refused" ? sent.code : sent.trouble.code;
  } finally {
    await messenger.close();
  }
}

/** @param number one that no other message has: what is told of is counted from 1 on and never so far. */
const testNotice = ({ name, about }: NotifyConfig, number: number): Notice => ({
  urgent: false,
  subject: `Test message to ${name}`,
  sections: [
    {
      topic: "review",
      title: `Test message to ${name}`,
      text: [
        "Nothing has happened: somebody wanted to know whether messages arrive here.",
        `This recipient is told of ${about.join(", ")}.`,
      ],
      columns: [],
      rows: [],
      more: 0,
    },
  ],
  through: number,
});
