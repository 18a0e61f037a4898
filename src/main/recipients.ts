import { mailMessenger } from "../adapters/notify/mail.ts";
import type { Messenger } from "../adapters/notify/messenger.ts";
import { noticeSink } from "../adapters/notify/notice-sink.ts";
import { signedWebhookMessenger } from "../adapters/notify/signed-webhook.ts";
import { slackMessenger } from "../adapters/notify/slack.ts";
import { teamsMessenger } from "../adapters/notify/teams.ts";
import { openHttpService, type HttpService } from "../adapters/system/http-call.ts";
import { webhookSecret } from "../adapters/system/standard-webhook.ts";
import type { Scope } from "../core/notify/compose.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { Clock } from "../ports/clock.ts";
import type { ConfiguredSink } from "../ports/event-sink.ts";
import { Fault } from "../ports/fault.ts";
import type { Log } from "../ports/log.ts";
import type { NotifyConfig } from "./config/notify-config.ts";
import type { SecretRef } from "./config/secrets.ts";
import { USER_AGENT } from "./version.ts";

export interface RecipientParts {
  readonly clock: Clock;
  readonly log: Log;
  /** The tenants as they are known now. */
  readonly tenants: () => Promise<readonly Pick<Tenant, "id" | "name">[]>;
}

/** What a run of thousands of tenants adds to the ledger fits in: it is one message, not several. Some 20 MB at most. */
const BATCH = 20_000;

/** Every recipient of the configuration as a sink of the ledger; its secrets are read when it is opened. */
export const recipientsOf = (
  notify: readonly NotifyConfig[],
  parts: RecipientParts,
): readonly ConfiguredSink[] =>
  notify.map((one) => ({
    name: one.name,
    type: one.type,
    // Who is new is told of what comes, not of what was.
    startsAt: "head",
    batch: BATCH,
    unsureMs: 0,
    open: () => noticeSink(openMessenger(one, parts), async () => scopeOf(one, await parts.tenants())),
  }));

/** Opens what brings messages to a recipient. Faults: SECRET_UNREADABLE, CONFIG_INVALID. */
export function openMessenger(one: NotifyConfig, parts: Pick<RecipientParts, "clock" | "log">): Messenger {
  const { name } = one;
  switch (one.type) {
    case "mail": {
      const { host, port, security, login, from, to, subjectPrefix: prefix } = one;
      return mailMessenger({
        name,
        host,
        port,
        security,
        login: login && { user: login.user, password: login.password.read().reveal() },
        ca: one.ca?.read().reveal(),
        from,
        to,
        prefix,
      });
    }
    case "slack":
      return slackMessenger(serviceOf(one, parts));
    case "teams":
      return teamsMessenger(serviceOf(one, parts));
    case "webhook":
      return signedWebhookMessenger({
        name,
        service: serviceOf(one, parts),
        secrets: one.secrets.map((secret, index) => secretOf(secret, name, index)),
        clock: parts.clock,
      });
  }
}

const serviceOf = (
  { url, ca }: { readonly url: SecretRef; readonly ca: SecretRef | undefined },
  { clock, log }: Pick<RecipientParts, "clock" | "log">,
): HttpService =>
  openHttpService({
    url: url.read().reveal().trim(),
    ca: ca?.read().reveal(),
    clock,
    log,
    userAgent: USER_AGENT,
  });

function secretOf(secret: SecretRef, name: string, index: number): Buffer {
  const bytes = webhookSecret(secret.read().reveal());
  if (bytes !== undefined) return bytes;
  const key = `notify ${name}, secrets[${index}]`;
  throw new Fault("CONFIG_INVALID", `${key} is no webhook secret: whsec_ and base64 of 16 bytes or more.`, {
    key,
  });
}

function scopeOf(
  { about, tenants: wanted }: NotifyConfig,
  tenants: readonly Pick<Tenant, "id" | "name">[],
): Scope {
  const names = new Map(tenants.map(({ id, name }) => [id, name]));
  const asked = new Set(wanted.map((text) => text.toLowerCase()));
  const chosen = tenants.filter(({ id, name }) => asked.has(id) || asked.has(name.toLowerCase()));
  return {
    topics: new Set(about),
    tenants: wanted.length === 0 ? undefined : new Set(chosen.map(({ id }) => id)),
    tenantName: (id) => names.get(id) ?? id,
  };
}
