import type { Proof, ProvedPerson } from "../../ports/identity-provider.ts";

export type Claims = Readonly<Record<string, unknown>>;

const textAt = (claims: Claims, name: string): string | undefined => {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
};

/** Who somebody is by their claims; a mail address counts where the provider says that it has verified it. */
export function personOf(claims: Claims, issuer: string, subject: string): ProvedPerson {
  const mail = claims["email_verified"] === true ? textAt(claims, "email") : undefined;
  const label = mail ?? textAt(claims, "preferred_username") ?? subject;
  return { issuer, subject, label, name: textAt(claims, "name") ?? label };
}

/**
 * Somebody's groups, or why they are not known. A list that is missing, or that the provider cut off, is no empty list: it says
 * nothing of whom it leaves out.
 */
export function groupsOf(
  claims: Claims,
  claim: string,
): readonly string[] | Extract<Proof, { kind: "refused" }>["code"] {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  if (value === undefined) return isCutOff(claims, claim) ? "groups_cut_off" : "groups_missing";
  // Some providers write a list of one as a text.
  if (typeof value === "string") return [value];
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? value : "groups_missing";
}

/** Entra ID points elsewhere for more groups than a token holds: `_claim_names` (OpenID Connect Core, 5.6.2), or `hasgroups`. */
function isCutOff(claims: Claims, claim: string): boolean {
  const elsewhere = claims["_claim_names"];
  const pointed = typeof elsewhere === "object" && elsewhere !== null && Object.hasOwn(elsewhere, claim);
  return pointed || claims["hasgroups"] !== undefined;
}
