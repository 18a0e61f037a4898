import { readLogin, type Login } from "../identity/login.ts";
import { endpointKeys } from "../identity/keys.ts";
import { fold } from "../identity/text.ts";
import type { Computer, Domain } from "../model/computer.ts";
import type { Endpoint } from "../model/endpoint.ts";
import { isKnown, type Maybe } from "../model/unknown.ts";

/** Who a device may belong to: its last user as Central saw one, and whoever the directory says manages it. */
export interface Person {
  readonly logins: readonly Login[];
  /** Folded. */
  readonly name: string | undefined;
  /** DNs, as the directory wrote them. */
  readonly managers: readonly string[];
  /** Something names a person of the organisation. */
  readonly known: boolean;
  /** A field that was sent cannot be read: it might have named somebody else. */
  readonly illegible: boolean;
}

// Accounts that every machine has: whoever sits behind them is not known.
const BUILT_IN = new Set(["administrator", "root", "system", "guest"]);

/** The person behind an endpoint and the computers it may be. */
export function personOf(
  endpoint: Endpoint,
  computers: readonly Computer[],
  domains: readonly Domain[],
): Person {
  const { name, viaLogin } = endpoint.person;
  const host = endpointKeys(endpoint).hostKey;
  const folded = isKnown(name) && fold(name) !== "" ? fold(name) : undefined;
  // Central shows the login as the name where it knows no better.
  const texts = [viaLogin, folded !== undefined && /[\\@]/.test(folded) ? folded : undefined];
  const logins = texts
    .map((text) => (typeof text === "string" ? readLogin(text, host, domains) : undefined))
    .filter((login) => login !== undefined);
  const managers = computers.flatMap(({ managedBy }) => (isKnown(managedBy) ? [managedBy] : []));
  const named = folded !== undefined && !/[\\@]/.test(folded);
  return {
    logins,
    name: folded,
    managers,
    known: logins.some(namesPerson) || named || managers.length > 0,
    illegible: [name, viaLogin, ...computers.map(({ managedBy }) => managedBy)].some(isIllegible),
  };
}

function namesPerson(login: Login): boolean {
  switch (login.kind) {
    case "domain_account":
      return true;
    case "principal":
      return login.known;
    case "bare":
      return !BUILT_IN.has(login.account);
    case "elsewhere":
      return false;
  }
}

// Not sent is how the sources say that there is nobody; anything else was there and could not be read.
const isIllegible = (value: Maybe<string>): boolean => !isKnown(value) && value.unknown !== "missing";
