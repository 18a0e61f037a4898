// What single values of the configuration must be. A message is the rule, then after "; " what to do.
import { isIP } from "node:net";
import * as z from "zod";
import { isDn } from "../../core/model/dn.ts";
import { DAY } from "../../core/model/instant.ts";
import { FEWEST_INACTIVE_DAYS } from "../../core/model/policy.ts";
import { RESTORABLE_DAYS } from "../../core/retire/undo-clock.ts";
import { parseDuration } from "./duration.ts";
import { isTimeZone } from "./hours.ts";
import { isReference } from "./secrets.ts";

export const text = z.string().trim().min(1, "must not be empty");

const refusals = {
  no_duration: "must be an ISO 8601 duration; write for instance P30D or PT12H",
  unknown_length: "has years or months, whose length is not fixed; write days, for instance P90D",
  negative: "must not be negative",
} as const;

const aDuration = (check: (ms: number) => string | undefined): z.ZodString =>
  z.string().check((ctx) => {
    const ms = parseDuration(ctx.value);
    const message = typeof ms === "string" ? refusals[ms] : check(ms);
    if (message !== undefined) ctx.issues.push({ code: "custom", message, input: ctx.value });
  });

const wholeDays = (ms: number): string | undefined =>
  ms % DAY === 0 ? undefined : "must be whole days; write for instance P30D";

/** Any length, zero included. */
export const duration = aDuration(() => undefined);
export const positiveDuration = aDuration((ms) => (ms > 0 ? undefined : "must be longer than zero"));
export const daysDuration = aDuration(wholeDays);
export const inactiveDuration = aDuration((ms) =>
  ms < FEWEST_INACTIVE_DAYS * DAY
    ? `must be at least ${FEWEST_INACTIVE_DAYS} days (P${FEWEST_INACTIVE_DAYS}D); a shorter silence says nothing`
    : wholeDays(ms),
);

/** The longest that one proof of who somebody is may be counted on. */
const LONGEST_SESSION_DAYS = 7;
export const sessionDuration = aDuration((ms) =>
  ms <= 0
    ? "must be longer than zero"
    : ms > LONGEST_SESSION_DAYS * DAY
      ? `must be at most ${LONGEST_SESSION_DAYS} days (P${LONGEST_SESSION_DAYS}D); somebody who left would stay signed in`
      : undefined,
);

/** As long as the console can restore a device, its dossier is kept. */
export const keepDuration = aDuration((ms) =>
  ms < RESTORABLE_DAYS * DAY
    ? `must be at least ${RESTORABLE_DAYS} days (P${RESTORABLE_DAYS}D); as long as Central can restore a device, its dossier is needed`
    : undefined,
);

const WHOLE = "must be a whole number, 0 or more; 0 means none, and unlimited cannot be written";
export const count = z.int(WHOLE).min(0, WHOLE);
const POSITIVE = "must be a whole number, 1 or more; unlimited cannot be written";
export const positiveCount = z.int(POSITIVE).min(1, POSITIVE);
const SHARE = "must be a share from 0 to 1; write for instance 0.05 for 5 %";
export const share = z.number(SHARE).min(0, SHARE).max(1, SHARE);

export const dn = z
  .string()
  .refine(isDn, "is no distinguished name; write for instance OU=Disabled,DC=corp,DC=example,DC=com");

export const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is no time of day; write it in quotes, for instance "08:00"');

export const timeZone = z
  .string()
  .refine(isTimeZone, "is no time zone; write its IANA name, for instance Europe/Berlin or UTC");

const DNS_NAME = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/i;
export const dnsName = z.string().regex(DNS_NAME, "is no DNS name; write for instance corp.example.com");

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;
export const hostName = z
  .string()
  .regex(HOST_NAME, "is no host name; write it as its certificate has it, without a port");
/** Elastic's rules for a name, and nothing that would be another path. */
export const indexName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,99}$/, "is no name of an index; it has small letters, digits, - _ and .");
const PORT = "must be a port from 1 to 65535";
export const port = z.int(PORT).min(1, PORT).max(65_535, PORT);

/** At most 15 characters (MS-NBTE), and none of those that stand apart a login or a path. */
export const netbiosName = z
  .string()
  .regex(/^[^\s\\/:*?"<>|.][^\\/:*?"<>|\s]{0,14}$/, "is no NetBIOS name; it has 15 characters at most");

/** A secret's place. The value itself is never told, since it may be the secret. */
export const reference = z
  .string()
  .refine(
    isReference,
    "must say where the secret is, the secret itself does not belong here; write env:NAME, file:PATH or credential:NAME",
  );

function urlProblem(value: string, protocol: string, why: string, path = false): string | undefined {
  if (!URL.canParse(value)) return `is no URL; write for instance ${protocol}//host.example.com`;
  const url = new URL(value);
  if (url.protocol !== protocol) return `must begin with ${protocol}//; ${why}`;
  if (url.username !== "" || url.password !== "")
    return "must not carry a user or a password; they have their own keys";
  const isWhole = url.hostname !== "" && url.search === "" && url.hash === "";
  if (path && !isWhole)
    return `must be a host and a path; write for instance ${protocol}//host.example.com/desk`;
  if (!path && (!isWhole || !["", "/"].includes(url.pathname)))
    return `must be a host alone; write for instance ${protocol}//host.example.com`;
  return undefined;
}

const aUrl = (protocol: string, why: string, path = false): z.ZodString =>
  z.string().check((ctx) => {
    const message = urlProblem(ctx.value, protocol, why, path);
    if (message !== undefined) ctx.issues.push({ code: "custom", message, input: ctx.value });
  });

export const httpsUrl = aUrl("https:", "secrets and tokens are sent there");
/** A service that may live below a path. */
export const serviceUrl = aUrl("https:", "secrets and tokens are sent there", true);
export const ldapsUrl = aUrl("ldaps:", "only LDAPS is spoken, since the bind carries a password");

/** What tells who signs in is itself told by this address: as it stands there, to the letter. */
export const issuerUrl = aUrl("https:", "who signs in is told there", true);

/** What browsers call us. Plain http is for this machine alone, where nobody can listen in. */
export const publicOrigin = z.string().check((ctx) => {
  const local = URL.canParse(ctx.value) && isLoopback(new URL(ctx.value).hostname);
  const message =
    local && ctx.value.startsWith("http:")
      ? urlProblem(ctx.value, "http:", "")
      : urlProblem(
          ctx.value,
          "https:",
          "whoever signs in is known by a cookie that must not be read on the way",
        );
  if (message !== undefined) ctx.issues.push({ code: "custom", message, input: ctx.value });
});

/** An IP address, or a range of them by its prefix. */
export const addressRange = z
  .string()
  .refine(
    (value) => rangeParts(value) !== undefined,
    "is no address and no range of them; write for instance 192.0.2.10 or 192.0.2.0/24",
  );

const ALLOWED_HOST =
  /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?::\d{1,5})?$/i;
export const allowedHost = z.string().check((ctx) => {
  const labels = ctx.value.replace(/:\d+$/, "").split(".");
  const message = !ALLOWED_HOST.test(ctx.value)
    ? "must be a host, host:port, or *.domain; a token is sent nowhere else"
    : labels[0] === "*" && labels.length < 3
      ? "allows half the internet; name a domain below the top level, for instance *.central.sophos.com"
      : undefined;
  if (message !== undefined) ctx.issues.push({ code: "custom", message, input: ctx.value });
});

/** `pglite:DIR`, a PostgreSQL URL without a password, or a reference to one with it. */
export const storeUrl = z.string().check((ctx) => {
  const message = storeProblem(ctx.value);
  if (message !== undefined) ctx.issues.push({ code: "custom", message, input: ctx.value });
});

function storeProblem(value: string): string | undefined {
  if (isReference(value)) return undefined;
  if (/^pglite:./.test(value)) return undefined;
  if (!/^postgres(?:ql)?:/.test(value) || !URL.canParse(value))
    return "must be pglite:DIRECTORY, postgres://…, or a reference (env:, file:, credential:) to such a URL";
  const url = new URL(value);
  return url.password !== "" || url.searchParams.has("password")
    ? "must not carry a password; put the whole URL elsewhere and refer to it, for instance env:ROLLCALL_STORE_URL"
    : undefined;
}

/** What only this machine reaches (RFC 1122, 3.2.1.3; RFC 4291, 2.5.3). `localhost` is these by RFC 6761. */
export const isLoopback = (host: string): boolean =>
  host.toLowerCase() === "localhost" ||
  host === "::1" ||
  host === "[::1]" ||
  /^127(?:\.\d{1,3}){3}$/.test(host);

/** Address and length of the prefix of a range; undefined when it is none. */
export function rangeParts(
  text: string,
): { readonly address: string; readonly prefix: number; readonly family: "ipv4" | "ipv6" } | undefined {
  const { address = "", length } = /^(?<address>[^/]+)(?:\/(?<length>\d{1,3}))?$/.exec(text)?.groups ?? {};
  const version = isIP(address);
  if (version === 0) return undefined;
  const longest = version === 4 ? 32 : 128;
  const prefix = length === undefined ? longest : Number(length);
  return prefix <= longest ? { address, prefix, family: version === 4 ? "ipv4" : "ipv6" } : undefined;
}

const LISTEN_ADDRESS = /^(?:\[(?<six>[0-9a-f:.]+)\]|(?<host>[a-z0-9.-]+)):(?<port>\d{1,5})$/i;

/** Host and port of an address to listen on; undefined when it is none. */
export function listenParts(text: string): { readonly host: string; readonly port: number } | undefined {
  const { six, host = six, port } = LISTEN_ADDRESS.exec(text)?.groups ?? {};
  return host !== undefined && Number(port) <= 65_535 ? { host, port: Number(port) } : undefined;
}

export const listenAddress = z
  .string()
  .refine(
    (text) => listenParts(text) !== undefined,
    "is no address to listen on; write host:port, for instance 127.0.0.1:8443 or [::1]:8443",
  );

/** A name that people type and that stands in file names. */
export const shortName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/, "must be a short name of letters, digits, - _ and .");

/** `name@host` or `Name <name@host>`: mail servers judge the rest. */
export const mailAddress = z
  .string()
  .regex(
    /^(?:[^<>"\r\n]{1,100} <[^<>\s@"]{1,64}@[^<>\s@"]{1,255}>|[^<>\s@"]{1,64}@[^<>\s@"]{1,255})$/,
    "is no mail address; write name@example.com or Name <name@example.com>",
  );
