import { formatInstant } from "../model/instant.ts";
import type { SignInFact } from "./sign-in-fact.ts";

/** Who came in or was sent away, as one short sentence. */
export function signInText(fact: SignInFact): string {
  switch (fact.kind) {
    case "signed_in":
      return `${fact.by} signed in${fact.roles.length === 0 ? "" : ` as ${fact.roles.join(", ")}`}.`;
    case "sign_in_refused":
      return `${fact.by ?? "Somebody"} was not signed in (${fact.way}: ${fact.code})${times(fact.count)}.`;
    case "signed_out":
      return `${fact.by} signed out.`;
    case "account_created":
      return `The account ${fact.account} was made by ${fact.by}.`;
    case "account_reset":
      return `The account ${fact.account} was given another password by ${fact.by}.`;
    case "account_disabled":
      return `The account ${fact.account} was disabled by ${fact.by}.`;
    case "token_created":
      return `The token ${fact.token} was made by ${fact.by}: ${fact.role} of ${fact.tenants === "all" ? "all tenants" : fact.tenants.join(", ")} until ${formatInstant(fact.until)}.`;
    case "token_revoked":
      return `The token ${fact.token} was revoked by ${fact.by}.`;
    case "action_refused":
      return `${fact.by} was refused ${fact.action}, which takes the role ${fact.needs}${fact.tenant === undefined ? "" : ` in tenant ${fact.tenant}`}${times(fact.count)}.`;
  }
}

const times = (count: number): string => (count === 1 ? "" : `, ${count} times`);
