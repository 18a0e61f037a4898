// The keys by which endpoints and computers find each other. A key only finds candidates: match-endpoint.ts decides.
import type { Computer } from "../model/computer.ts";
import type { Endpoint } from "../model/endpoint.ts";
import { isKnown, type Maybe } from "../model/unknown.ts";
import { serialKey } from "./serial-key.ts";
import { fold } from "./text.ts";

export interface HostnameKey {
  readonly host: string;
  /** What follows the first dot of a fully qualified name. */
  readonly domain: string | undefined;
}

// Suffixes that name no domain: `.local` alone is the link itself (RFC 6762 section 3: macOS calls itself so), and
// `localdomain` is what Linux distributions write into /etc/hosts.
const NO_DOMAIN = new Set(["local", "localdomain"]);

/**
 * The hostname as a key: trimmed, folded, trailing dot and `$` off, an FQDN split into host and domain. Undefined when the
 * text names no machine: empty, `localhost`, or an IP address.
 */
export function hostnameKey(text: string): HostnameKey | undefined {
  const name = fold(text).replace(/[.$\s]+$/, "");
  if (isIpAddress(name)) return undefined;
  const dot = name.indexOf(".");
  const host = (dot < 0 ? name : name.slice(0, dot)).trim();
  const suffix = dot < 0 ? "" : name.slice(dot + 1).trim();
  if (host === "" || host === "localhost") return undefined;
  return { host, domain: suffix === "" || NO_DOMAIN.has(suffix) ? undefined : suffix };
}

// Any colon: no hostname has one, every IPv6 address has.
const isIpAddress = (name: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(name) || name.includes(":");

/** NetBIOS names end after 15 characters (the sixteenth is the service type). */
export const ALIAS_LENGTH = 15;

/** The 15-character form of a host key: weak evidence only. */
export const aliasOf = (host: string): string => Array.from(host).slice(0, ALIAS_LENGTH).join("");

/** The keys an endpoint is found by; each is undefined where its value is unknown or names nothing. */
export function endpointKeys(endpoint: Pick<Endpoint, "hostname" | "serialNumber">): {
  readonly hostKey: string | undefined;
  readonly aliasKey: string | undefined;
  readonly serialKey: string | undefined;
} {
  const name = isKnown(endpoint.hostname) ? hostnameKey(endpoint.hostname) : undefined;
  return {
    hostKey: name?.host,
    aliasKey: name === undefined ? undefined : aliasOf(name.host),
    serialKey: isKnown(endpoint.serialNumber) ? serialKey(endpoint.serialNumber) : undefined,
  };
}

/**
 * The keys a computer is found by: the host from dNSHostName, else sAMAccountName, else the common name; the alias from
 * sAMAccountName, else the first 15 characters of the host. Both are empty, which no endpoint's key ever is, for an object
 * whose every name is illegible.
 */
export function computerKeys(computer: Pick<Computer, "name" | "samAccountName" | "dnsHostName">): {
  readonly hostKey: string;
  readonly aliasKey: string;
} {
  const sam = samKey(computer.samAccountName);
  const dns = isKnown(computer.dnsHostName) ? hostnameKey(computer.dnsHostName)?.host : undefined;
  const host = dns ?? sam ?? hostnameKey(commonName(computer.name))?.host ?? "";
  return { hostKey: host, aliasKey: aliasOf(sam ?? host) };
}

/** Whether dNSHostName and sAMAccountName name different machines: then neither is to be trusted alone. */
export function namesDisagree(computer: Pick<Computer, "name" | "samAccountName" | "dnsHostName">): boolean {
  const { hostKey, aliasKey } = computerKeys(computer);
  return aliasOf(hostKey) !== aliasKey;
}

// A replication conflict leaves `$DUPLICATE-<rid>` as sAMAccountName, and a line feed with `CNF:<guid>` behind the common
// name (a deleted object: `DEL:<guid>`); neither is a hostname.
function samKey(sam: Maybe<string>): string | undefined {
  if (!isKnown(sam) || /^\s*\$DUPLICATE-/i.test(sam)) return undefined;
  return hostnameKey(sam)?.host;
}

const commonName = (name: string): string => name.split("\n", 1)[0] ?? name;
