import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, instant } from "../model/instant.ts";
import { missing, unreadable } from "../model/unknown.ts";
import { undoClock } from "./undo-clock.ts";
import { waysBack, type LostDevice } from "./way-back.ts";

const AT = instant(Date.UTC(2026, 8, 1));
const device = (parts: Partial<LostDevice> = {}, days = 1): LostDevice => ({
  hostname: "PC-1",
  endpoint: "11111111-1111-4111-8111-111111111111",
  tenantName: "Acme GmbH",
  platform: "windows",
  tamperProtection: true,
  passwordKept: true,
  installer: {
    kind: "obtained",
    value: {
      platform: "windows",
      type: "computer",
      productName: undefined,
      downloadUrl: "https://dl.example.com/x",
    },
  },
  group: missing,
  tags: missing,
  clock: undoClock(AT, instant(AT + days * DAY)),
  ...parts,
});
const codes = (parts: Partial<LostDevice>, days?: number) =>
  waysBack(device(parts, days)).map(({ code }) => code);
const stepsOf = (code: string, one: LostDevice): string =>
  (waysBack(one).find((way) => way.code === code)?.steps ?? []).join("\n");

describe("the ways back", () => {
  it.each([
    ["on", { tamperProtection: true }, ["agent_not_installed", "installed_with_tamper_protection"]],
    ["off", { tamperProtection: false }, ["agent_not_installed", "installed_without_tamper_protection"]],
    [
      "not known",
      { tamperProtection: missing },
      ["agent_not_installed", "installed_without_tamper_protection", "installed_with_tamper_protection"],
    ],
    [
      "not there on Linux, whatever is said",
      { platform: "linux", tamperProtection: true },
      ["agent_not_installed", "installed_without_tamper_protection"],
    ],
  ] as const)("fit a device whose tamper protection was %s", (_, parts, expected) => {
    expect(codes(parts)).toEqual(["restore_in_central", ...expected]);
    expect(codes(parts, 31)).toEqual(expected);
  });

  it("by installing anew end with the group and the tags that it had, which its new id has not", () => {
    const parts = { group: "Laptops", tags: ["site:kiel", "role:till"], tamperProtection: missing };
    const ways = waysBack(device(parts));
    expect(ways).toHaveLength(4);
    for (const { code, steps } of ways) {
      const [group, tags] = steps.slice(-2);
      if (code === "restore_in_central") {
        expect(steps.join()).not.toContain("Laptops");
        continue;
      }
      expect(group).toContain("into the group Laptops, from which it had its policies");
      expect(tags).toContain("site:kiel, role:till");
    }
    expect(JSON.stringify(waysBack(device({ tags: [] })))).not.toMatch(/group|tags/);
  });

  it("begin with restoring in Central until 30 days are over", () => {
    expect(codes({}, 29)[0]).toBe("restore_in_central");
    expect(codes({}, 30)).not.toContain("restore_in_central");
  });

  it("with tamper protection on have the nine steps, in their order", () => {
    const way = waysBack(device()).at(-1);
    expect(way?.steps).toHaveLength(9);
    const words = [
      "Acme GmbH",
      "password",
      "View details",
      "open",
      "Admin login",
      "Override",
      "off",
      "Uninstall",
      "Install",
    ];
    for (const [index, word] of words.entries()) expect(way?.steps[index]).toContain(word);
  });

  it("name the tenant and its installer, or where to get one", () => {
    expect(stepsOf("agent_not_installed", device())).toContain("https://dl.example.com/x");
    const without = device({ installer: { kind: "not_available", why: "forbidden" } });
    expect(stepsOf("agent_not_installed", without)).toContain("Devices > Installers");
    expect(stepsOf("agent_not_installed", without)).toContain("Acme GmbH");
  });

  it("point to the dossier for the password only when one was kept, and to Central only while it lists it", () => {
    const on = "installed_with_tamper_protection";
    expect(stepsOf(on, device())).toContain("rollcall recover 11111111");
    expect(stepsOf(on, device({ passwordKept: false }))).not.toContain("rollcall recover");
    expect(stepsOf(on, device({}, 61))).toContain("90 days after");
    expect(stepsOf(on, device({}, 61))).not.toContain("60 or 90 days after");
    expect(stepsOf(on, device({}, 91))).toContain("no longer");
  });

  it("hint at --registeronly on Windows alone", () => {
    const off = "installed_without_tamper_protection";
    expect(stepsOf(off, device({ tamperProtection: false }))).toContain("--registeronly");
    expect(stepsOf(off, device({ tamperProtection: false, platform: "macOS" }))).not.toContain(
      "--registeronly",
    );
  });

  it("are never none, and each has steps", () => {
    const maybe = <T>(known: T) => fc.constantFrom(known, missing, unreadable);
    fc.assert(
      fc.property(
        maybe("windows"),
        maybe(true),
        fc.boolean(),
        fc.nat(400),
        (platform, tamper, kept, days) => {
          const ways = waysBack(device({ platform, tamperProtection: tamper, passwordKept: kept }, days));
          expect(ways.length).toBeGreaterThanOrEqual(2);
          for (const { steps } of ways) expect(steps.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
