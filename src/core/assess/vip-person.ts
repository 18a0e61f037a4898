import type { Login } from "../identity/login.ts";
import { fold, sameFolded } from "../identity/text.ts";
import { dnKey, dnsOfDn, firstValue, isDn } from "../model/dn.ts";
import { isKnown, missing, type Maybe } from "../model/unknown.ts";
import type { VipMember } from "../model/vip.ts";
import type { Person } from "./person.ts";

/** By which of its traces a person was recognised. */
export type RecognisedBy = "login" | "name" | "manager";

/**
 * Whether a person is this VIP. Two different people being taken for one costs a review; the reverse could cost a VIP a
 * device, so every name that may be theirs counts.
 */
export function recognise(person: Person, vip: VipMember): RecognisedBy | undefined {
  if (person.logins.some((login) => isLoginOf(login, vip))) return "login";
  if (person.name !== undefined && isNameOf(person.name, vip)) return "name";
  return person.managers.some((manager) => isManager(manager, vip)) ? "manager" : undefined;
}

/** Whether a member has any name that Central could know it by; a foreign security principal has none. */
export const isRecognisable = (vip: VipMember): boolean =>
  [vip.samAccountName, vip.userPrincipalName, vip.displayName, vip.mail].some(isKnown);

/** An entry of the policy's list of people (`DOMAIN\user`, an address, a DN, a name or a login) as a VIP. */
export function vipOf(entry: string): VipMember {
  const text = entry.trim();
  const slash = text.indexOf("\\");
  const unnamed = {
    dn: "",
    samAccountName: missing,
    userPrincipalName: missing,
    displayName: missing,
    mail: missing,
    netbios: missing,
  };
  if (isDn(text)) return { ...unnamed, dn: text };
  if (slash >= 0) {
    return { ...unnamed, samAccountName: text.slice(slash + 1), netbios: text.slice(0, slash) };
  }
  if (text.includes("@")) return { ...unnamed, userPrincipalName: text, mail: text };
  return { ...unnamed, samAccountName: text, displayName: text };
}

const is = (value: Maybe<string>, folded: string): boolean => isKnown(value) && sameFolded(value, folded);

function isLoginOf(login: Login, vip: VipMember): boolean {
  const account = is(vip.samAccountName, login.account);
  switch (login.kind) {
    case "domain_account":
      if (account && (!isKnown(vip.netbios) || is(vip.netbios, login.netbios))) return true;
      // Every account answers to user@DNS-domain, whatever its UPN.
      return login.domains.some((domain) => isAddressOf(`${login.account}@${domain}`, vip));
    case "principal":
      if (isAddressOf(`${login.account}@${login.suffix}`, vip)) return true;
      return account && (!login.known || isOfDomain(vip, login.suffix));
    case "bare":
    case "elsewhere":
      // AzureAD\JaneDoe is the display name without its spaces.
      return account || isAddressOf(login.account, vip) || isJoinedName(vip.displayName, login.account);
  }
}

function isOfDomain(vip: VipMember, domain: string): boolean {
  const own = dnsOfDn(vip.dn);
  return own === undefined || own === domain;
}

const isAddressOf = (address: string, vip: VipMember): boolean =>
  is(vip.userPrincipalName, address) || is(vip.mail, address);

const isJoinedName = (name: Maybe<string>, account: string): boolean =>
  isKnown(name) && sameFolded(name.replaceAll(/\s/g, ""), account.replaceAll(/\s/g, ""));

const isNameOf = (name: string, vip: VipMember): boolean =>
  is(vip.displayName, name) ||
  is(vip.samAccountName, name) ||
  isAddressOf(name, vip) ||
  (vip.dn !== "" && firstValue(vip.dn) === name);

function isManager(manager: string, vip: VipMember): boolean {
  if (vip.dn !== "") return dnKey(manager) === dnKey(vip.dn);
  const name = fold(firstValue(manager) ?? "");
  return name !== "" && (is(vip.displayName, name) || is(vip.samAccountName, name));
}
