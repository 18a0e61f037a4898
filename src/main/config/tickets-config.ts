import type { TicketsFile } from "./tickets-schema.ts";
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
}

export interface RtConfig
  extends AnyDeskConfig, Pick<TicketsFile, "account" | "queue" | "fields" | "words" | "statuses"> {
  readonly type: "request-tracker";
  readonly token: SecretRef;
}

export type TicketsConfig = RtConfig;

/** The service desk as the rest of the house takes it. */
export function ticketsConfig(
  written: TicketsFile,
  referred: (reference: string) => SecretRef,
  milliseconds: (duration: string) => number,
): TicketsConfig {
  const { name, url, tls, approvers, holdFor, inDryRun, token, ...setup } = written;
  return {
    ...setup,
    name,
    url: url.replace(/\/+$/, ""),
    ca: tls.ca === undefined ? undefined : referred(tls.ca),
    approvers: new Map(approvers.map((one) => [one.account, one.person ?? one.account])),
    holdForMs: milliseconds(holdFor),
    inDryRun,
    token: referred(token),
  };
}
