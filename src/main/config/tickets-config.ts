import type { TicketsFile, TicketsOf } from "./tickets-schema.ts";
import type { SecretRef } from "./secrets.ts";

interface AnyDeskConfig {
  readonly name: string;
  /** Without a slash at its end. */
  readonly url: string;
  readonly ca: SecretRef | undefined;
  /** People by their accounts on the desk. */
  readonly approvers: ReadonlyMap<string, string>;
  readonly holdForMs: number;
  readonly inDryRun: boolean;
  readonly token: SecretRef;
}

type Written = "name" | "url" | "tls" | "approvers" | "holdFor" | "inDryRun" | "token";

type RtConfig = AnyDeskConfig & Readonly<Omit<TicketsOf<"request-tracker">, Written>>;
type JiraConfig = AnyDeskConfig & Readonly<Omit<TicketsOf<"jira">, Written>>;
type ServiceNowConfig = AnyDeskConfig & Readonly<Omit<TicketsOf<"service-now">, Written>>;
type WebhookConfig = AnyDeskConfig & Readonly<Omit<TicketsOf<"webhook">, Written>>;
export type TicketsConfig = RtConfig | JiraConfig | ServiceNowConfig | WebhookConfig;

/** The service desk as the rest of the house takes it. */
export function ticketsConfig(
  written: TicketsFile,
  referred: (reference: string) => SecretRef,
  milliseconds: (duration: string) => number,
): TicketsConfig {
  const { name, url, tls, approvers, holdFor, inDryRun, token } = written;
  return {
    ...written,
    name,
    url: url.replace(/\/+$/, ""),
    ca: tls.ca === undefined ? undefined : referred(tls.ca),
    approvers: new Map(approvers.map((one) => [one.account, one.person ?? one.account])),
    holdForMs: milliseconds(holdFor),
    inDryRun,
    token: referred(token),
  };
}
