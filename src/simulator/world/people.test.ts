import { describe, expect, it } from "vitest";
import { worldDomain } from "./domain.ts";
import { worldPerson } from "./people.ts";

const domain = worldDomain(1, 0);
const staff = Array.from({ length: 3_000 }, (_, i) => worldPerson(1, domain, i));
const vips = Array.from({ length: 40 }, (_, i) => worldPerson(1, domain, -1 - i));

describe("people", () => {
  it("have an account name of their own, in ASCII and of at most 20 characters, and a DN of their own", () => {
    const all = [...staff, ...vips];
    for (const { login } of all) expect(login).toMatch(/^[a-z]+\.[a-z]+\d+$/);
    expect(Math.max(...all.map(({ login }) => login.length))).toBeLessThanOrEqual(20);
    expect(new Set(all.map(({ login }) => login)).size).toBe(all.length);
    expect(new Set(all.map(({ dn }) => dn)).size).toBe(all.length);
  });

  it("are VIPs by a negative number, and nobody else has a VIP's name", () => {
    expect(vips.every(({ vip }) => vip)).toBe(true);
    expect(staff.some(({ vip }) => vip)).toBe(false);
    const names = new Set(vips.map(({ display }) => display));
    expect(staff.filter(({ display }) => names.has(display))).toEqual([]);
  });

  it("have a comma in their DN, escaped, and a VIP a quote as well", () => {
    for (const { dn } of staff) expect(dn).toMatch(/^CN=[^,\\"]+\\, [^,"]+ \(\d+\),OU=People,DC=corp,/);
    for (const { dn } of vips) expect(dn).toMatch(/^CN=[^,\\"]+\\, [^,"\\]+ \\"V\d+\\",OU=People,DC=corp,/);
  });

  it("some have names that are not ASCII", () => {
    expect(staff.some(({ display }) => /[^ -~]/.test(display))).toBe(true);
  });
});
