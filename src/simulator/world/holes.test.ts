import { describe, expect, it } from "vitest";
import type { JsonObject, SimEndpoint } from "../estate.ts";
import { createWorld } from "./create-world.ts";
import { ALL_HOLES, fixesLastSeen, pierce, type HoleContext } from "./holes.ts";

/** A text value; the empty text for whatever is none. */
const text = (value: unknown): string => (typeof value === "string" ? value : "");

const CONTEXT: HoleContext = {
  hostname: "LT-1",
  login: "doe.jan1",
  display: "Jane Doe",
  start: Date.UTC(2026, 10, 24),
  registeredAt: "2026-01-01T00:00:00.000Z",
};

const whole = (): SimEndpoint => ({
  id: "6e9567ea-bb50-40c5-9f12-42eb308e4c9b",
  type: "computer",
  tenant: { id: "ab" },
  hostname: "LT-1",
  health: { overall: "good", services: { status: "good", serviceDetails: [] } },
  os: { isServer: false, platform: "windows", name: "Windows 11", build: 26100 },
  ipv4Addresses: [],
  ipv6Addresses: [],
  macAddresses: [],
  group: { id: "g" },
  groupHierarchy: [],
  associatedPerson: { id: "p", name: "Jane Doe", viaLogin: "CORP\\doe.jan1" },
  encryption: { overallStatus: "encrypted", volumes: [] },
  isolation: { status: "notIsolated" },
  lastSeenAt: "2026-11-01T10:00:00.123Z",
  online: true,
  serialNumber: "PF1",
});

describe("holes", () => {
  it.each(ALL_HOLES)("%s changes a record that had none, and only that record", (hole) => {
    const record = whole();
    const shared = { os: record["os"], person: record["associatedPerson"], health: record["health"] };
    const before = JSON.stringify(shared);
    pierce(record, hole, CONTEXT);
    expect(record).not.toEqual(whole());
    expect(record.id).toBe(whole().id);
    // Parts are shared between records: a hole replaces them and never digs into them.
    expect(JSON.stringify(shared)).toBe(before);
  });

  it.each(ALL_HOLES.filter((hole) => hole.startsWith("last_seen_")))(
    "%s is known to fix the date or keeps it true",
    (hole) => {
      const record = whole();
      pierce(record, hole, CONTEXT);
      expect(Date.parse(text(record["lastSeenAt"])) === Date.parse("2026-11-01T10:00:00.000Z")).toBe(
        !fixesLastSeen(hole),
      );
    },
  );

  it("every one of them is in an estate of 200, and stays there as time passes", () => {
    const start = CONTEXT.start;
    const world = createWorld({ seed: 5, endpoints: 200, tenants: 2, directories: 1, start });
    world.advanceTo(start + 86_400_000 * 20);
    const records = [...world.estate.tenants.values()].flatMap(({ endpoints }) => [...endpoints.values()]);
    const os = (e: SimEndpoint) => e["os"] as JsonObject;
    const person = (e: SimEndpoint) => e["associatedPerson"] as JsonObject | undefined;
    const signs: Record<string, (e: SimEndpoint) => boolean> = {
      "lastSeenAt missing": (e) => e["lastSeenAt"] === undefined,
      "lastSeenAt without milliseconds": (e) =>
        /:\d\dZ$/.test(text(e["lastSeenAt"])) && !text(e["lastSeenAt"]).startsWith("0001"),
      "lastSeenAt is registeredAt": (e) =>
        e["lastSeenAt"] !== undefined && e["lastSeenAt"] === e["registeredAt"],
      "lastSeenAt in the future": (e) => text(e["lastSeenAt"]) > "2040" && text(e["lastSeenAt"]) < "3",
      "lastSeenAt in 2009": (e) => text(e["lastSeenAt"]).startsWith("2009"),
      "hostname missing": (e) => e["hostname"] === undefined,
      "hostname localhost": (e) => e["hostname"] === "localhost",
      "hostname with an emoji": (e) => /\p{Emoji_Presentation}/u.test(text(e["hostname"])),
      "hostname with spaces": (e) => text(e["hostname"]).startsWith("Laptop of "),
      "hostname a formula": (e) => text(e["hostname"]).startsWith("=cmd()"),
      "hostname in mixed case": (e) => /[a-z]/.test(text(e["hostname"])) && /[A-Z]/.test(text(e["hostname"])),
      "os missing": (e) => os(e) === undefined,
      "os.platform missing": (e) => os(e) !== undefined && os(e)["platform"] === undefined,
      "os.name missing": (e) => os(e) !== undefined && os(e)["name"] === undefined,
      "os.build missing on Windows": (e) => os(e)?.["platform"] === "windows" && os(e)["build"] === undefined,
      "type missing": (e) => e["type"] === undefined,
      "person empty": (e) => JSON.stringify(person(e)) === "{}",
      "person without id": (e) => person(e)?.["name"] !== undefined && person(e)!["id"] === undefined,
      "person without name": (e) => person(e)?.["id"] !== undefined && person(e)!["name"] === undefined,
      "person without login": (e) => person(e)?.["id"] !== undefined && person(e)!["viaLogin"] === undefined,
      "login bare": (e) => /^[^\\@]+$/.test(text(person(e)?.["viaLogin"] ?? "\\")),
      "login of the machine": (e) => text(person(e)?.["viaLogin"]).startsWith(`${text(e["hostname"])}\\`),
      "login of Entra": (e) => text(person(e)?.["viaLogin"]).startsWith("AzureAD\\"),
      "service details missing": (e) =>
        ((e["health"] as JsonObject | undefined)?.["services"] as JsonObject)?.["serviceDetails"] ===
          undefined && e["health"] !== undefined,
      "volumes missing": (e) =>
        (e["encryption"] as JsonObject | undefined)?.["overallStatus"] === "unmanaged",
      "booleans as text": (e) => e["online"] === "True" || e["online"] === "False",
      "tenant id in upper case": (e) => /^[0-9A-F-]+$/.test(text((e["tenant"] as JsonObject)["id"])),
      "serial a placeholder": (e) => e["serialNumber"] === "To be filled by O.E.M.",
      "serial of a virtual machine": (e) => text(e["serialNumber"]).startsWith("VMware-"),
      "serial 0": (e) => e["serialNumber"] === "0",
      "address of a dock": (e) =>
        (e["macAddresses"] as string[] | undefined)?.includes("00:50:B6:1A:2B:3C") === true,
      "registeredAt missing": (e) => e["registeredAt"] === undefined,
      cloned: (e) => e["cloned"] === true,
      isolated: (e) => (e["isolation"] as JsonObject | undefined)?.["status"] === "isolated",
    };
    const unseen = Object.entries(signs).filter(([, test]) => !records.some(test));
    expect(unseen.map(([sign]) => sign)).toEqual([]);
    const alerts = [...world.estate.tenants.values()].flatMap((tenant) => [...tenant.alerts.values()]);
    expect(alerts.length).toBeGreaterThan(0);
  });
});
