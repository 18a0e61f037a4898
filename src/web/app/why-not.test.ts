import { describe, expect, it } from "vitest";
import { pullBrake } from "../../api/brake.ts";
import { answerCase } from "../../api/cases.ts";
import { startRun } from "../../api/runs.ts";
import { whyNot } from "./why-not.ts";

const viewer = { role: "viewer", grants: [{ role: "viewer", tenants: "all" }] } as const;
const reviewer = { role: "reviewer", grants: [{ role: "reviewer", tenants: ["t1"] }] } as const;
const partly = {
  role: "operator",
  grants: [
    { role: "operator", tenants: ["t1"] },
    { role: "viewer", tenants: "all" },
  ],
} as const;

/** Grants of the contract are not read-only. */
const me = (one: typeof viewer | typeof reviewer | typeof partly) => structuredClone(one) as never;

describe("why not", () => {
  it("names the role that is missing", () => {
    expect(whyNot(me(viewer), answerCase)).toBe("Your role is viewer; this needs the role reviewer.");
    expect(whyNot(me(reviewer), answerCase)).toBeUndefined();
  });

  it("lets a role for some tenants command nothing that concerns all of them, whatever else they see", () => {
    expect(whyNot(me(partly), startRun)).toMatch(/every tenant/);
  });

  it("lets whoever may answer stop everything", () => {
    expect(whyNot(me(reviewer), pullBrake)).toBeUndefined();
  });

  it("allows nothing while it is not known who asks", () => {
    expect(whyNot(undefined, answerCase)).toBeDefined();
  });
});
