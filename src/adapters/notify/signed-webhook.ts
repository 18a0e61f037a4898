import type { Clock } from "../../ports/clock.ts";
import { formatInstant } from "../../core/model/instant.ts";
import type { Notice } from "../../core/notify/notice.ts";
import type { HttpService } from "../system/http-call.ts";
import { signWebhook } from "../system/standard-webhook.ts";
import { fitted } from "./fitted.ts";
import { httpVerdict } from "./http-verdict.ts";
import type { Messenger } from "./messenger.ts";
import { reachable } from "./reachable.ts";

/** Standard Webhooks asks for less than 20 kB. */
const LARGEST = 19_000;

export interface SignedWebhookOptions {
  /** The recipient's name in the configuration: part of each message's id. */
  readonly name: string;
  readonly service: HttpService;
  /** The newest first. */
  readonly secrets: readonly Buffer[];
  readonly clock: Clock;
}

/**
 * Sends notices as Standard Webhooks (standardwebhooks.com, v1), for a SOAR or whoever else can verify a signature. A message that
 * is sent again has the same `webhook-id`.
 */
export const signedWebhookMessenger = ({
  name,
  service,
  secrets,
  clock,
}: SignedWebhookOptions): Messenger => ({
  async send(notice, signal) {
    const now = clock.now();
    const body = JSON.stringify(fitted(notice, (view) => webhookMessage(view, formatInstant(now)), LARGEST));
    const id = `notice_${name.replaceAll(/[^a-z0-9_-]/gi, "-")}_${notice.through}`;
    const answer = await service.call(
      {
        method: "POST",
        path: "",
        headers: { "content-type": "application/json", ...signWebhook(secrets, { id, atMs: now, body }) },
        body,
        purpose: "webhook",
      },
      signal,
    );
    return httpVerdict(answer);
  },
  check: async (signal) => reachable(service, signal),
  close: async () => service.close(),
});

/** What is sent: the sections with all their cells, also those that people are not shown. */
export const webhookMessage = (
  { subject, urgent, through, sections }: Notice,
  timestamp: string,
): object => ({
  type: "rollcall.notice",
  timestamp,
  data: {
    subject,
    urgent,
    through,
    sections: sections.map(({ topic, title, text, rows, more }) => ({ topic, title, text, rows, more })),
  },
});
