import { describe, expect, it } from "vitest";
import { endpointId, tenantId } from "../../test/build/estate.ts";
import { simulate } from "../../test/build/simulation.ts";
import type { FaultAction } from "./fault-action.ts";
import type { FaultMatch, FaultSubject } from "./fault-rule.ts";
import { createFaults } from "./fault-rule.ts";

const LIST = "/endpoint/v1/endpoints";
const one = (number: number): string => `${LIST}/${endpointId(number)}`;

const SUBJECT: FaultSubject = {
  method: "GET",
  path: "/endpoint/v1/endpoints",
  tenant: tenantId(1),
  page: 2,
  shape: "keyList",
};

const fires = (match: FaultMatch, subject: Partial<FaultSubject> = {}): boolean => {
  const faults = createFaults();
  faults.add({ match, action: { kind: "hang" } });
  return faults.claim({ ...SUBJECT, ...subject }).refusal !== undefined;
};

describe("a fault rule", () => {
  it.each<[string, FaultMatch, boolean]>([
    ["everything", {}, true],
    ["its method", { method: "get" }, true],
    ["another method", { method: "DELETE" }, false],
    ["its path", { path: "/endpoint/v1/endpoints" }, true],
    ["a glob", { path: "*/endpoints" }, true],
    ["a glob that needs more", { path: "/endpoint/v1/endpoints/*" }, false],
    ["a glob whose dots are dots", { path: "/endpoint/v1.endpoints" }, false],
    ["an expression", { path: /ENDPOINTS$/i }, true],
    ["another expression", { path: /alerts/ }, false],
    ["its tenant in another case", { tenant: tenantId(1).toUpperCase() }, true],
    ["another tenant", { tenant: tenantId(2) }, false],
    ["its page", { page: 2 }, true],
    ["another page", { page: 1 }, false],
    ["its method, but another page", { method: "GET", page: 3 }, false],
  ])("for %s", (_, match, expected) => {
    expect(fires(match)).toBe(expected);
  });

  it("for a tenant leaves requests without one alone", () => {
    expect(fires({ tenant: tenantId(1) }, { tenant: undefined })).toBe(false);
  });

  it("with a global expression answers the same every time", () => {
    const faults = createFaults();
    faults.add({ match: { path: /endpoints/g }, action: { kind: "hang" } });
    const answers = [1, 2, 3].map(() => faults.claim(SUBJECT).kinds);
    expect(answers).toEqual([["hang"], ["hang"], ["hang"]]);
  });

  it("does not fire on an answer that it cannot happen to", () => {
    const faults = createFaults();
    const rule = faults.add({ action: { kind: "deletedFalse" } });
    expect(faults.claim(SUBJECT).kinds).toEqual([]);
    expect(faults.claim({ ...SUBJECT, method: "DELETE", shape: "deletion" }).kinds).toEqual(["deletedFalse"]);
    expect(rule.fired).toBe(1);
  });

  it("that is overruled does not fire: the first refusal wins, and a refused request has no answer to spoil", () => {
    const faults = createFaults();
    const later = faults.add({ action: { kind: "loopKey" } });
    const first = faults.add({ times: 1, action: { kind: "forbidTenant" } });
    const second = faults.add({ action: { kind: "status", status: 500 } });
    expect(faults.claim(SUBJECT).kinds).toEqual(["forbidTenant"]);
    expect(faults.claim(SUBJECT).kinds).toEqual(["status"]);
    expect([later.fired, first.fired, second.fired]).toEqual([0, 1, 1]);
  });

  it("stops when it is removed", () => {
    const faults = createFaults();
    const [gone, stays] = [
      faults.add({ action: { kind: "hang" } }),
      faults.add({ action: { kind: "clockSkew", ms: 1 } }),
    ];
    gone.remove();
    expect(faults.active).toEqual([stays]);
    expect(faults.claim(SUBJECT).kinds).toEqual(["clockSkew"]);
    faults.clear();
    expect(faults.claim(SUBJECT).kinds).toEqual([]);
  });
});

describe("a fault on demand", () => {
  it("happens so many times as it is told, and counts itself", async () => {
    await using sim = await simulate();
    const rule = sim.simulator.faults.add({ times: 2, action: { kind: "status", status: 502 } });
    const statuses = [];
    for (let call = 0; call < 4; call += 1) statuses.push((await sim.client.get(LIST)).status);
    expect([statuses, rule.fired]).toEqual([[502, 502, 200, 200], 2]);
  });

  it("happens to the k-th request that it is about only", async () => {
    await using sim = await simulate();
    const match = { method: "GET", path: `${LIST}/*`, nth: 2 };
    const rule = sim.simulator.faults.add({ match, action: { kind: "status", status: 502 } });
    const statuses = [];
    for (const path of [LIST, one(1), LIST, one(2), one(3)])
      statuses.push((await sim.client.get(path)).status);
    expect([statuses, rule.fired]).toEqual([[200, 200, 200, 502, 200], 1]);
  });

  it("happens together with others that do not exclude it", async () => {
    await using sim = await simulate();
    const actions: readonly FaultAction[] = [
      { kind: "omitItemsCount" },
      { kind: "malformedRecord", how: "noId" },
      { kind: "slowBody", pieces: 2, pauseMs: 1 },
      { kind: "clockSkew", ms: 1000 },
    ];
    for (const action of actions) sim.simulator.faults.add({ action });
    const page = (await sim.client.get(`${LIST}?sort=id&pageTotal=true`)).json();
    expect([page.pages?.["items"], page.items?.[0]?.["id"]]).toEqual([undefined, undefined]);
    expect(sim.simulator.log.at(-1)?.faults).toEqual(actions.map(({ kind }) => kind));
  });
});
