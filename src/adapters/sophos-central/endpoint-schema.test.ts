import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TenantId } from "../../core/model/ids.ts";
import { parseEndpoint } from "./endpoint-schema.ts";

const TENANT = "25bf3721-1111-4222-8333-444455556666" as TenantId;
const ID = "6e9567ea-bb50-40c5-9f12-42eb308e4c9b";
const missing = { unknown: "missing" };

/** A record of the documented shape. */
const record = (more: object = {}) => ({
  id: ID,
  type: "computer",
  tenant: { id: TENANT },
  hostname: "LAP-0142",
  health: { overall: "good" },
  os: {
    isServer: false,
    platform: "windows",
    name: "Windows 10 Pro",
    majorVersion: 10,
    minorVersion: 0,
    build: 18363,
  },
  macAddresses: ["04:33:C2:64:46:E6"],
  group: { id: "00000000-0000-4000-8000-000000000001", name: "Laptops" },
  groupHierarchy: [
    {
      id: "00000000-0000-4000-8000-000000000001",
      name: "Laptops",
      parentId: "00000000-0000-4000-8000-000000000009",
    },
    { id: "00000000-0000-4000-8000-000000000009", name: "Computers" },
  ],
  associatedPerson: { id: "00000000-0000-4000-8000-000000000002", name: "Jane Doe", viaLogin: "CORP\\jane" },
  tamperProtectionEnabled: true,
  lastSeenAt: "2020-11-15T13:14:39.357Z",
  registeredAt: "2019-01-01T00:00:00Z",
  serialNumber: "P28DA81LMD5T",
  lockdown: { status: "notInstalled", updateStatus: "notInstalled" },
  online: true,
  isolation: { status: "notIsolated", adminIsolated: false, selfIsolated: false },
  tags: [{ key: "environment", value: "production", displayString: "environment:production" }],
  cloned: false,
  ...more,
});
const parsed = (more: object = {}) => {
  const endpoint = parseEndpoint(record(more), TENANT);
  if (typeof endpoint === "string") throw new Error(`refused: ${endpoint}`);
  return endpoint;
};

describe("an endpoint record", () => {
  it("is read field by field", () => {
    expect(parsed()).toEqual({
      id: ID,
      tenant: TENANT,
      hostname: "LAP-0142",
      type: "computer",
      os: {
        isServer: false,
        platform: "windows",
        name: "Windows 10 Pro",
        majorVersion: 10,
        minorVersion: 0,
        build: 18363,
      },
      lastSeenAt: Date.UTC(2020, 10, 15, 13, 14, 39, 357),
      registeredAt: Date.UTC(2019, 0, 1),
      person: { id: "00000000-0000-4000-8000-000000000002", name: "Jane Doe", viaLogin: "CORP\\jane" },
      serialNumber: "P28DA81LMD5T",
      macAddresses: ["04:33:C2:64:46:E6"],
      groupId: "00000000-0000-4000-8000-000000000001",
      groupName: "Laptops",
      groupHierarchy: [
        { id: "00000000-0000-4000-8000-000000000001", name: "Laptops" },
        { id: "00000000-0000-4000-8000-000000000009", name: "Computers" },
      ],
      tags: ["environment:production"],
      isolation: "notIsolated",
      lockdown: "notInstalled",
      online: true,
      cloned: false,
      tamperProtectionEnabled: true,
    });
  });

  it("with nothing but its id is an endpoint of which nothing is known", () => {
    const endpoint = parseEndpoint({ id: ID.toUpperCase() }, TENANT);
    expect(endpoint).toEqual({
      id: ID,
      tenant: TENANT,
      hostname: missing,
      type: missing,
      os: {
        isServer: missing,
        platform: missing,
        name: missing,
        majorVersion: missing,
        minorVersion: missing,
        build: missing,
      },
      lastSeenAt: missing,
      registeredAt: missing,
      person: { id: missing, name: missing, viaLogin: missing },
      serialNumber: missing,
      macAddresses: missing,
      groupId: missing,
      groupName: missing,
      groupHierarchy: missing,
      tags: missing,
      isolation: missing,
      lockdown: missing,
      online: missing,
      cloned: missing,
      tamperProtectionEnabled: missing,
    });
  });

  it.each([
    [{}, "no_id"],
    [{ id: "" }, "no_id"],
    [{ id: 42 }, "no_id"],
    [{ id: "6e9567ea" }, "no_id"],
    [{ id: `${ID}/../x` }, "no_id"],
    [null, "no_object"],
    [[], "no_object"],
    ["x", "no_object"],
    [{ id: ID, tenant: { id: "25bf3721-9999-4222-8333-444455556666" } }, "other_tenant"],
    [{ id: ID, tenant: { id: "" } }, "other_tenant"],
    [{ id: ID, tenant: "x" }, "other_tenant"],
  ])("%j is refused: %s", (raw, why) => {
    expect(parseEndpoint(raw, TENANT)).toBe(why);
  });

  it.each([TENANT.toUpperCase(), TENANT])("belongs to its tenant however the id is spelt: %s", (id) => {
    expect(parsed({ tenant: { id } }).tenant).toBe(TENANT);
  });

  it.each([
    ["True", true],
    ["False", false],
    ["true", true],
    [false, false],
    ["", missing],
    [null, missing],
    [1, { unknown: "invalid", raw: "1" }],
    ["yes", { unknown: "invalid", raw: "yes" }],
  ])("reads the boolean %j as %j", (sent, expected) => {
    expect(parsed({ online: sent, os: { isServer: sent } })).toMatchObject({
      online: expected,
      os: { isServer: expected },
    });
  });

  it.each([
    [undefined, missing],
    ["", missing],
    ["2026-01-01T00:00:00Z", Date.UTC(2026, 0, 1)],
    ["2026-01-01T00:00:00", { unknown: "invalid", raw: "2026-01-01T00:00:00" }],
    ["2026-02-31T00:00:00Z", { unknown: "invalid", raw: "2026-02-31T00:00:00Z" }],
    [1_700_000_000_000, { unknown: "invalid", raw: "1700000000000" }],
    [{}, { unknown: "invalid", raw: "(an object)" }],
  ])("reads lastSeenAt %j as %j, and never as a default", (lastSeenAt, expected) => {
    expect(parsed({ lastSeenAt }).lastSeenAt).toEqual(expected);
  });

  it.each([
    ["  LAP-1 ", "LAP-1"],
    ["   ", missing],
    ["💻 laptop", "💻 laptop"],
    ["=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"],
    ["a".repeat(256), { unknown: "invalid", raw: "a".repeat(80) }],
    ["a\0b", { unknown: "invalid", raw: "a\ufffdb" }],
    ["a\ud800", { unknown: "invalid", raw: "a\ufffd" }],
    [["x"], { unknown: "invalid", raw: "(a list)" }],
  ])("reads the hostname %j as %j", (hostname, expected) => {
    expect(parsed({ hostname }).hostname).toEqual(expected);
  });

  it("takes a section that is no object as illegible in each of its fields", () => {
    const { os, person, groupId } = parsed({ os: "Windows", associatedPerson: ["x"], group: 3 });
    const fields = [
      os.isServer,
      os.platform,
      os.name,
      os.build,
      person.id,
      person.name,
      person.viaLogin,
      groupId,
    ];
    for (const field of fields) expect(field).toMatchObject({ unknown: "invalid" });
  });

  it("stands nesting that would overrun the stack", () => {
    const deep: unknown = JSON.parse("[".repeat(200_000) + "]".repeat(200_000));
    const { hostname, lastSeenAt, tags, macAddresses, os } = parsed({
      hostname: deep,
      lastSeenAt: deep,
      tags: deep,
      macAddresses: [deep],
      os: { build: deep },
    });
    for (const field of [hostname, lastSeenAt, tags, macAddresses, os.build]) {
      expect(field).toMatchObject({ unknown: "invalid" });
    }
  });

  it("reads no field that an object only inherits", () => {
    expect(parsed({ group: JSON.parse('{"__proto__":{"id":"x"}}') as unknown }).groupId).toEqual(missing);
  });

  it.each([
    [{ status: "isolated" }, "isolated"],
    [{ status: "notIsolated", adminIsolated: true }, "isolated"],
    [{ selfIsolated: "True" }, "isolated"],
    [{ status: "notIsolated" }, "notIsolated"],
    [{ status: "pending" }, { unknown: "invalid", raw: "pending" }],
    [{}, missing],
  ])("reads isolation %j as %j", (isolation, expected) => {
    expect(parsed({ isolation }).isolation).toEqual(expected);
  });

  it.each([
    [[], missing],
    [[{ id: "1" }], [{ id: "1", name: missing }]],
    [[{ id: "1" }, {}], { unknown: "invalid", raw: "(a list)" }],
    [{ id: "1" }, { unknown: "invalid", raw: "(an object)" }],
  ])("reads the groups above its own whole or not at all: %j", (groupHierarchy, expected) => {
    expect(parsed({ groupHierarchy }).groupHierarchy).toEqual(expected);
  });

  it.each([
    [[], []],
    [[{ key: "a" }], ["a:"]],
    [[{ key: "a", value: "b:c" }], ["a:b:c"]],
    [[{ value: "b" }], "invalid"],
    [[{ key: "a", value: 3 }], "invalid"],
    [["a:b"], "invalid"],
    ["a:b", "invalid"],
    [Array.from({ length: 101 }, () => ({ key: "a" })), "invalid"],
  ])("reads tags whole or not at all: %j", (tags, expected) => {
    const read = parsed({ tags }).tags;
    if (expected === "invalid") expect(read).toMatchObject({ unknown: "invalid" });
    else expect(read).toEqual(expected);
  });

  it.each([
    [19045, 19045],
    ["19045", 19045],
    [0, 0],
    [null, missing],
    [-1, { unknown: "invalid", raw: "-1" }],
    [1.5, { unknown: "invalid", raw: "1.5" }],
    ["10.0.19045", { unknown: "invalid", raw: "10.0.19045" }],
  ])("reads the build %j as %j", (build, expected) => {
    expect(parsed({ os: { build } }).os.build).toEqual(expected);
  });

  it("is never refused nor thrown at for what its other fields carry, and stays storable", () => {
    const junk = fc.json({ depthSize: "small", stringUnit: "binary" });
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(record())), junk), (texts) => {
        const fields = Object.fromEntries(
          Object.entries(texts).map(([key, text]) => [key, JSON.parse(text) as unknown]),
        );
        const endpoint = parseEndpoint({ ...record(), ...fields, id: ID, tenant: { id: TENANT } }, TENANT);
        if (typeof endpoint === "string") throw new Error(endpoint);
        expect(endpoint.id).toBe(ID);
        for (const text of textsIn(endpoint)) {
          expect(text).not.toMatch(/[\0\p{Surrogate}]/u);
          expect(text.length).toBeLessThanOrEqual(600);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const textsIn = (value: unknown): string[] =>
  typeof value === "string"
    ? [value]
    : typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([, inner]: [string, unknown]) => textsIn(inner))
      : [];
