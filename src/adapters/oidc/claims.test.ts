import { describe, expect, it } from "vitest";
import { groupsOf, personOf } from "./claims.ts";

describe("groups", () => {
  it.each([
    ["a list", { groups: ["a", "b"] }, ["a", "b"]],
    ["an empty list, which is one", { groups: [] }, []],
    ["a text", { groups: "a" }, ["a"]],
    ["nothing", {}, "groups_missing"],
    ["what is inherited", Object.create({ groups: ["a"] }) as object, "groups_missing"],
    ["a list of something else", { groups: ["a", 1] }, "groups_missing"],
    ["an object", { groups: { a: true } }, "groups_missing"],
    ["a pointer to where they are", { _claim_names: { groups: "src1" } }, "groups_cut_off"],
    ["a hint that there are too many", { hasgroups: true }, "groups_cut_off"],
  ])("of %s", (_, claims, expected) => {
    expect(groupsOf(claims as Record<string, unknown>, "groups")).toEqual(expected);
  });
});

describe("what somebody is called", () => {
  const called = (claims: Record<string, unknown>) => personOf(claims, "https://l", "sub-1");

  it("is a mail address only where the provider verified it", () => {
    const mail = { email: "ceo@example.com", preferred_username: "mallory" };
    expect(called(mail)).toMatchObject({ label: "mallory", subject: "sub-1" });
    expect(called({ ...mail, email_verified: "true" }).label).toBe("mallory");
    expect(called({ ...mail, email_verified: true, name: "The CEO" })).toMatchObject({
      label: "ceo@example.com",
      name: "The CEO",
    });
  });

  it("is the subject where there is nothing else", () => {
    expect(called({ preferred_username: " ", name: 7 })).toMatchObject({ label: "sub-1", name: "sub-1" });
  });
});
