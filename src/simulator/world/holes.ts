// The holes and oddities that records of Central have in practice, one by one.

import type { Json, SimEndpoint } from "../estate.ts";
import { HOUR } from "./life.ts";

/** A record while it is being written. */
type Draft = SimEndpoint & Record<string, Json>;

/** What a hole may need to know of its machine. */
export interface HoleContext {
  readonly hostname: string;
  readonly login: string;
  readonly display: string;
  /** Epoch ms: when the world started. */
  readonly start: number;
  readonly registeredAt: string;
}

const drop =
  (...keys: readonly string[]) =>
  (record: Draft): void => {
    for (const key of keys) delete record[key];
  };

const set =
  (key: string, value: (context: HoleContext, old: Json | undefined) => Json) =>
  (record: Draft, context: HoleContext): void => {
    record[key] = value(context, record[key]);
  };

/** An object without one of its keys. */
const without = (value: Json | undefined, key: string): Json => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value ?? null;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
};

const dropIn = (key: string, inner: string) => set(key, (_, old) => without(old, inner));

const login = (viaLogin: (context: HoleContext) => string) =>
  set("associatedPerson", (context, old) => ({ ...(old as object), viaLogin: viaLogin(context) }));

/** Over the whole record: `true` becomes `"True"`, as old captures have it. */
const shout = (value: Json): Json => {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(shout);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shout(inner)]));
};

const HOLES = {
  last_seen_missing: drop("lastSeenAt"),
  last_seen_without_ms: set("lastSeenAt", (_, old) => (old as string).replace(/\.\d+Z$/, "Z")),
  last_seen_is_registered: (record: Draft, context: HoleContext): void => {
    record["registeredAt"] = context.registeredAt;
    record["lastSeenAt"] = context.registeredAt;
    record["online"] = false;
  },
  // Far enough in the future that no rehearsal gets there.
  last_seen_in_future: set("lastSeenAt", ({ start }) => new Date(start + 20 * 365 * 24 * HOUR).toISOString()),
  last_seen_in_2009: set("lastSeenAt", () => "2009-01-01T00:00:12.000Z"),
  last_seen_in_year_1: set("lastSeenAt", () => "0001-01-01T00:00:00Z"),
  last_seen_illegible: set("lastSeenAt", () => "yesterday"),
  hostname_missing: drop("hostname"),
  hostname_localhost: set("hostname", () => "localhost"),
  hostname_emoji: set("hostname", ({ hostname }) => `${hostname} 🦊`),
  hostname_spaces: set("hostname", ({ display }) => `Laptop of ${display}`),
  hostname_formula: set("hostname", () => "=cmd()|' /C calc'!A0"),
  hostname_markup: set("hostname", () => "<img src=x onerror=alert(1)>*)(cn=*"),
  os_missing: drop("os"),
  os_platform_missing: dropIn("os", "platform"),
  os_name_missing: dropIn("os", "name"),
  os_build_missing: dropIn("os", "build"),
  os_is_server_missing: dropIn("os", "isServer"),
  type_missing: drop("type"),
  person_missing: drop("associatedPerson"),
  person_empty: set("associatedPerson", () => ({})),
  person_without_id: dropIn("associatedPerson", "id"),
  person_without_name: dropIn("associatedPerson", "name"),
  person_without_login: dropIn("associatedPerson", "viaLogin"),
  login_bare: login((context) => context.login),
  login_local: login(({ hostname }) => `${hostname}\\local`),
  login_azure: login(({ display }) => `AzureAD\\${display.replaceAll(" ", "")}`),
  health_missing: drop("health"),
  service_details_missing: set("health", (_, old) => ({
    ...(old as object),
    services: { status: "unknown" },
  })),
  volumes_missing: set("encryption", () => ({ overallStatus: "unmanaged" })),
  group_missing: drop("group", "groupHierarchy"),
  isolation_missing: drop("isolation"),
  addresses_missing: drop("ipv4Addresses", "ipv6Addresses", "macAddresses"),
  booleans_as_text: (record: Draft): void => {
    for (const [key, value] of Object.entries(record)) record[key] = shout(value);
  },
  tenant_id_upper_case: set("tenant", (_, old) => ({
    id: (old as { readonly id: string }).id.toUpperCase(),
  })),
  serial_missing: drop("serialNumber"),
  serial_placeholder: set("serialNumber", () => "To be filled by O.E.M."),
  serial_zero: set("serialNumber", () => "0"),
  unknown_keys: set("modules", () => [{ name: "core", version: "2026.3" }]),
} as const satisfies Record<string, (record: Draft, context: HoleContext) => void>;

export type Hole = keyof typeof HOLES;

/** Every hole, in a fixed order. */
export const ALL_HOLES = Object.keys(HOLES) as readonly Hole[];

/** lastSeenAt says nothing true in these, and time does not change it. */
const LAST_SEEN_FIXED: ReadonlySet<Hole> = new Set<Hole>([
  "last_seen_missing",
  "last_seen_is_registered",
  "last_seen_in_future",
  "last_seen_in_2009",
  "last_seen_in_year_1",
  "last_seen_illegible",
]);
export const fixesLastSeen = (hole: Hole | undefined): boolean =>
  hole !== undefined && LAST_SEEN_FIXED.has(hole);

/** Makes the hole in a record that has none. */
export function pierce(record: SimEndpoint, hole: Hole, context: HoleContext): void {
  HOLES[hole](record, context);
}
