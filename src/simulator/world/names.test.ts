import { describe, expect, it } from "vitest";
import { hostname, longHostname, netbiosName, reportedCase, SITES, tenantName } from "./names.ts";
import { dice } from "./prng.ts";

describe("names", () => {
  it("of ordinary machines fit NetBIOS", () => {
    for (const site of SITES) expect(hostname("SRV", site, 999_999).length).toBeLessThanOrEqual(15);
  });

  it("that are too long are cut to a part that is still their own", () => {
    const cut = Array.from({ length: 1_000 }, (_, i) => netbiosName(longHostname(i)));
    expect(longHostname(0).length).toBeGreaterThan(15);
    expect(cut.every((name) => name.length === 15)).toBe(true);
    expect(new Set(cut).size).toBe(cut.length);
  });

  it("are reported in any case, and are the same name", () => {
    const throws = dice(4);
    const reported = new Set(Array.from({ length: 60 }, () => reportedCase("LT-BER-000001", throws)));
    expect([...reported].sort()).toEqual(["LT-BER-000001", "Lt-Ber-000001", "lt-ber-000001"]);
  });

  it("of tenants repeat once, as names do and ids do not", () => {
    const tenants = Array.from({ length: 20 }, (_, i) => tenantName(i));
    expect(new Set(tenants).size).toBe(tenants.length - 1);
  });
});
