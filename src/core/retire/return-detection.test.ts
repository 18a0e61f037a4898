import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aComputer,
  anEndpoint,
  anEndpointId,
  CORP,
  aComputerId,
  daysAgo,
  TENANT,
} from "../../../test/build/evidence.ts";
import { instant, MINUTE } from "../model/instant.ts";
import { missing } from "../model/unknown.ts";
import { lookFor, type Newcomer, type Sightings, type WatchedDevice } from "./return-detection.ts";

const DELETED = daysAgo(3);
const REF = { directory: CORP, id: aComputerId(1) };
const device = (parts: Parameters<typeof anEndpoint>[0] = {}): WatchedDevice => ({
  tenant: TENANT,
  endpoint: anEndpoint(parts),
  deletedAt: DELETED,
  computer: REF,
});
const newcomer = (parts: Parameters<typeof anEndpoint>[0] = {}, rest: Partial<Newcomer> = {}): Newcomer => ({
  endpoint: anEndpoint({ id: anEndpointId(2), ...parts }),
  computer: undefined,
  appearedAt: daysAgo(1),
  serialCount: 1,
  ...rest,
});
const seen = (parts: Partial<Sightings> = {}): Sightings => ({
  listedAgainAt: undefined,
  newcomers: [],
  events: [],
  computer: undefined,
  ...parts,
});
/** Nothing of it names a machine but its name. */
const NAME_ALONE = {
  serialNumber: missing,
  macAddresses: missing,
  person: { id: missing, name: missing, viaLogin: missing },
};

describe("a device is back", () => {
  it("when Central lists its very id again", () => {
    expect(lookFor(device(), seen({ listedAgainAt: daysAgo(2) }))).toEqual({
      kind: "returned",
      signs: ["same_id"],
      at: daysAgo(2),
      as: anEndpointId(1),
    });
  });

  it.each(["registered", "reprotected", "deduplicated"] as const)(
    "when Central tells that it was %s under its very id, later than its clock can be off",
    (kind) => {
      const event = { kind, endpoint: anEndpointId(1), hostname: undefined, at: daysAgo(2) };
      const soon = { ...event, at: instant(DELETED + 5 * MINUTE) };
      expect(lookFor(device(), seen({ events: [event, soon] }))).toEqual({
        kind: "returned",
        signs: ["central_event"],
        at: daysAgo(2),
        as: anEndpointId(1),
      });
      expect(lookFor(device(), seen({ events: [soon] }))).toEqual({ kind: "quiet" });
    },
  );

  it("when a newcomer carries its serial number, whatever it is called", () => {
    const found = lookFor(device(), seen({ newcomers: [newcomer({ hostname: "NEW-NAME" })] }));
    expect(found).toMatchObject({ kind: "returned", signs: ["same_serial"], as: anEndpointId(2) });
  });

  it("when a newcomer has its name and one of its network addresses", () => {
    const found = lookFor(device(), seen({ newcomers: [newcomer({ serialNumber: missing })] }));
    expect(found).toMatchObject({ kind: "returned", signs: ["same_name_and_mac"] });
  });

  it("when a newcomer stands for its computer and the same person uses it", () => {
    const one = newcomer({ serialNumber: missing, macAddresses: missing }, { computer: REF });
    expect(lookFor(device(), seen({ newcomers: [one] }))).toMatchObject({
      signs: ["same_computer_and_person"],
    });
  });

  it.each(["lastLogonAt", "passwordSetAt"] as const)("when %s of its computer is later", (stamp) => {
    const computer = aComputer({ [stamp]: daysAgo(1) });
    expect(lookFor(device(), seen({ computer }))).toEqual({
      kind: "returned",
      signs: ["directory_activity"],
      at: daysAgo(1),
      as: undefined,
    });
  });

  it("with every sign, from the first of them on", () => {
    const found = lookFor(
      device(),
      seen({
        newcomers: [newcomer({}, { appearedAt: daysAgo(2) })],
        computer: aComputer({ lastLogonAt: daysAgo(1) }),
      }),
    );
    expect(found).toEqual({
      kind: "returned",
      signs: ["same_serial", "directory_activity"],
      at: daysAgo(2),
      as: anEndpointId(2),
    });
  });
});

describe("nothing says that a device is back", () => {
  it("when only the name is the same: that is told", () => {
    const newcomers = [newcomer(NAME_ALONE)];
    expect(lookFor(device(), seen({ newcomers }))).toEqual({ kind: "namesake", others: [anEndpointId(2)] });
  });

  it("when an event names its name and another endpoint: that is told once, also with the endpoint there", () => {
    const told = (endpoint: number, at = daysAgo(1), hostname = "pc-1.corp.example.com") =>
      ({ kind: "registered", endpoint: anEndpointId(endpoint), hostname, at }) as const;
    const named = device({ hostname: "PC-1" });
    const newcomers = [newcomer({ ...NAME_ALONE, hostname: "PC-1" })];
    const events = [told(3), told(2), told(4, daysAgo(5)), told(5, daysAgo(1), "PC-2")];
    expect(lookFor(named, seen({ newcomers, events }))).toEqual({
      kind: "namesake",
      others: [anEndpointId(2), anEndpointId(3)],
    });
  });

  it("when another machine has its name, its computer and its user: the serial numbers differ", () => {
    const one = newcomer({ serialNumber: "ANOTHER-1" }, { computer: REF });
    expect(lookFor(device(), seen({ newcomers: [one] })).kind).toBe("namesake");
  });

  it("when its serial number stands on many devices, or is a placeholder", () => {
    const crowd = newcomer(
      { ...NAME_ALONE, serialNumber: "P28DA81LMD5T", hostname: "X" },
      { serialCount: 4 },
    );
    expect(lookFor(device(), seen({ newcomers: [crowd] })).kind).toBe("quiet");
    const placeholder = { serialNumber: "To be filled by O.E.M.", hostname: "X" };
    const found = lookFor(device(placeholder), seen({ newcomers: [newcomer(placeholder)] }));
    expect(found.kind).not.toBe("quiet");
    expect(
      lookFor(
        device({ ...placeholder, macAddresses: missing }),
        seen({ newcomers: [newcomer({ ...NAME_ALONE, ...placeholder })] }),
      ).kind,
    ).toBe("namesake");
  });

  it("when its computer was last active before, or as clocks may differ", () => {
    for (const at of [daysAgo(9), instant(DELETED + 30 * MINUTE)])
      expect(lookFor(device(), seen({ computer: aComputer({ lastLogonAt: at }) })).kind).toBe("quiet");
    const tombstone = aComputer({ deleted: true, lastLogonAt: daysAgo(1) });
    expect(lookFor(device(), seen({ computer: tombstone })).kind).toBe("quiet");
  });
});

it("a name alone never brings a device back, whatever else is unknown of it", () => {
  const unknowns = fc.record({
    serialNumber: fc.constantFrom(missing, "None", "P28DA81LMD5T"),
    macAddresses: fc.constantFrom(missing, [], ["02:00:00:00:00:01"]),
    person: fc.constantFrom(NAME_ALONE.person, { ...NAME_ALONE.person, name: "Jane Doe" }),
  });
  fc.assert(
    fc.property(unknowns, fc.boolean(), (parts, sameComputer) => {
      const one = newcomer(
        {
          ...parts,
          serialNumber: parts.serialNumber === "P28DA81LMD5T" ? "OTHER-SERIAL" : parts.serialNumber,
        },
        { computer: sameComputer ? REF : undefined },
      );
      expect(lookFor(device(), seen({ newcomers: [one] })).kind).toBe("namesake");
    }),
  );
});
