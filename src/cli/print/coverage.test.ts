import { describe, expect, it } from "vitest";
import { everySourceComplete, type Collected } from "../../flows/collect-all.ts";
import type { Io } from "../io.ts";
import { coverageJson, coverageText } from "./coverage.ts";

const io: Io = { data: () => {}, talk: () => {}, colour: false, interactive: false };
const collected: Collected = {
  listing: undefined,
  tenants: [],
  notCovered: [],
  directories: [],
  groupsUnread: [],
  requests: { total: 3, retries: 0, byPurpose: {} },
  centralFault: undefined,
};
const unread = ["A\nB", "B", "C"].map((tenantName) => ({ tenantName, code: "CENTRAL_FORBIDDEN" }));

describe("groups that could not be read", () => {
  it("are told in a line, however many tenants it is about, and make no source incomplete", () => {
    const told = { ...collected, groupsUnread: unread };
    expect(coverageText(io, collected)).not.toContain("group");
    const line = coverageText(io, told)
      .split("\n")
      .find((one) => one.includes("group"));
    expect(line).toContain("in A");
    expect(line).toContain("and 2 more (CENTRAL_FORBIDDEN)");
    expect(coverageJson(told).groupsUnread).toEqual(unread);
    expect(everySourceComplete(told)).toBe(true);
  });
});
