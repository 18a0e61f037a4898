import type { AccountRefusal } from "../../src/flows/accounts.ts";
import type { TokenRefusal } from "../../src/flows/api-tokens.ts";

/** What happened, and what to do. */
type Told = readonly [means: string, todo: string];

export const ACCESS_REFUSAL_TEXTS: Readonly<Record<AccountRefusal["code"] | TokenRefusal["code"], Told>> = {
  account_exists: ["There is an account of this name.", "`rollcall admin reset`, or another name."],
  account_unknown: [
    "There is no account of this name, or it is disabled already.",
    "`rollcall admin list` says which there are.",
  ],
  account_name_unusable: [
    "The name has other characters than letters, digits, `-`, `_` and `.`, or too many.",
    "Take a short one.",
  ],
  password_too_short: ["The password has fewer than 15 characters.", "Take a few words."],
  password_too_long: ["The password has more than 1,000 characters.", "Take a shorter one."],
  password_guessable: [
    "The password is little else than the account's name, or a few characters again and again.",
    "Take a few words.",
  ],
  token_exists: [
    "There is or was a token of this name: the ledger has its name, which therefore is not used again.",
    "Take another name, such as one with the year in it.",
  ],
  token_not_found: [
    "There is no token of this name, or it is revoked already.",
    "`rollcall token list` says which there are.",
  ],
  token_by_token: ["A token was to make another: then none would have an end.", "Let a person make it."],
  token_name_unusable: [
    "The name has other characters than letters, digits, `-`, `_` and `.`, or too many.",
    "Take a short one.",
  ],
  token_expiry_unusable: [
    "It would be good for more than a year, or for no time.",
    "Give another `--expires`.",
  ],
  tenant_unknown: ["No tenant of this name or id has been collected.", "Check it; run `rollcall collect`."],
  tenant_ambiguous: ["Several tenants have this name.", "Give the id."],
};
