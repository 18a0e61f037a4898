import type { Domain } from "../model/computer.ts";
import { isKnown } from "../model/unknown.ts";
import { aliasOf } from "./keys.ts";
import { fold } from "./text.ts";

/** What a login says of the person and the domain it comes from; every part is folded. */
export type Login =
  /** `DOMAIN\user` with a NetBIOS name that the directories know: `domains` are their DNS names. */
  | {
      readonly kind: "domain_account";
      readonly netbios: string;
      readonly domains: readonly string[];
      readonly account: string;
    }
  /** `user@domain`; `known` when a directory has that very DNS domain. */
  | { readonly kind: "principal"; readonly account: string; readonly suffix: string; readonly known: boolean }
  /** `user` alone: whose, it does not say. */
  | { readonly kind: "bare"; readonly account: string }
  /** `HOST\user` of the machine itself, an authority of Windows, or one that nobody knows. */
  | { readonly kind: "elsewhere"; readonly authority: string; readonly account: string };

/** Authorities of Windows itself: none is a domain that a machine could belong to. */
const WINDOWS_AUTHORITIES = new Set([
  "workgroup",
  "azuread",
  "microsoftaccount",
  "nt authority",
  "nt service",
  "builtin",
  "window manager",
  "font driver host",
  "iis apppool",
  "nt virtual machine",
  ".",
]);

/**
 * Reads a login such as Central's `viaLogin`. Undefined when it names no account.
 * @param host key of the endpoint's own hostname: an authority of that name is the machine, not a domain.
 */
export function readLogin(
  text: string,
  host: string | undefined,
  domains: readonly Domain[],
): Login | undefined {
  const login = fold(text);
  const slash = login.indexOf("\\");
  if (slash >= 0)
    return readDownLevel(login.slice(0, slash).trim(), login.slice(slash + 1).trim(), host, domains);
  const at = login.lastIndexOf("@");
  if (at < 0) return login === "" ? undefined : { kind: "bare", account: login };
  const account = login.slice(0, at);
  const suffix = login.slice(at + 1).replace(/\.$/, "");
  if (account === "" || suffix === "") return undefined;
  return { kind: "principal", account, suffix, known: domains.some((domain) => domain.dns === suffix) };
}

function readDownLevel(
  authority: string,
  account: string,
  host: string | undefined,
  domains: readonly Domain[],
): Login | undefined {
  if (account === "") return undefined;
  const itself = host !== undefined && (authority === host || authority === aliasOf(host));
  const named =
    itself || WINDOWS_AUTHORITIES.has(authority)
      ? []
      : domains.filter((domain) => isKnown(domain.netbios) && fold(domain.netbios) === authority);
  if (named.length === 0) return { kind: "elsewhere", authority, account };
  const dns = [...new Set(named.map((domain) => domain.dns))].sort();
  return { kind: "domain_account", netbios: authority, domains: dns, account };
}
