import type { Topic } from "../../core/notify/notice.ts";
import type { NotifyFile } from "./notify-schema.ts";
import type { SecretRef } from "./secrets.ts";

interface AnyRecipient {
  readonly name: string;
  readonly about: readonly Topic[];
  /** By name or id; empty: all, and what is about none. */
  readonly tenants: readonly string[];
  readonly ca: SecretRef | undefined;
}

export interface MailConfig extends AnyRecipient {
  readonly type: "mail";
  readonly host: string;
  readonly port: number;
  readonly security: "starttls" | "tls" | "none";
  readonly login: { readonly user: string; readonly password: SecretRef } | undefined;
  readonly from: string;
  readonly to: readonly string[];
  readonly subjectPrefix: string;
}

export interface ChatConfig extends AnyRecipient {
  readonly type: "slack" | "teams";
  readonly url: SecretRef;
}

export interface WebhookConfig extends AnyRecipient {
  readonly type: "webhook";
  readonly url: SecretRef;
  readonly secrets: readonly SecretRef[];
}

export type NotifyConfig = MailConfig | ChatConfig | WebhookConfig;

/** One recipient with its secrets behind references. */
export function notifyConfig(one: NotifyFile, referred: (reference: string) => SecretRef): NotifyConfig {
  const optional = (reference: string | undefined): SecretRef | undefined =>
    reference === undefined ? undefined : referred(reference);
  const { name, about, tenants } = one;
  const recipient = { name, about, tenants };
  switch (one.type) {
    case "mail": {
      const { host, port, security, user, password, tls } = one.smtp;
      // That there is one only with the other is a rule of its own.
      const login =
        user === undefined || password === undefined ? undefined : { user, password: referred(password) };
      const { type, from, to, subjectPrefix } = one;
      return {
        ...recipient,
        type,
        host,
        port,
        security,
        login,
        from,
        to,
        subjectPrefix,
        ca: optional(tls.ca),
      };
    }
    case "slack":
    case "teams":
      return { ...recipient, type: one.type, url: referred(one.url), ca: optional(one.tls.ca) };
    case "webhook":
      return {
        ...recipient,
        type: one.type,
        url: referred(one.url),
        secrets: one.secrets.map(referred),
        ca: optional(one.tls.ca),
      };
  }
}
