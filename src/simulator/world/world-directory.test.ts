// What an LDIF of the world looks like as a file: order, uniqueness, and the objects that hurt readers.

import { describe, expect, it } from "vitest";
import { createWorld } from "./create-world.ts";
import type { WorldDirectory } from "./world.ts";

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 24, 9);
const world = createWorld({ seed: 3, endpoints: 2_000, tenants: 3, directories: 2, start: START });
const [corp, branch] = world.directories as [WorldDirectory, WorldDirectory];

const unfold = (text: string): string => text.replaceAll("\n ", "");
const decode = (line: string): string => {
  const [, mark, value] = /^[^:]+:(:?) (.*)$/.exec(line)!;
  return mark === "" ? value! : Buffer.from(value!, "base64").toString("utf8");
};
const values = (text: string, name: string): string[] =>
  unfold(text)
    .split("\n")
    .filter((line) => line.startsWith(`${name}:`))
    .map(decode);
const parentOf = (dn: string): string => dn.replace(/^(?:\\.|[^,\\])*,/, "");

describe.each([
  ["corp", corp],
  ["branch", branch],
])("the LDIF of %s", (_, directory) => {
  const text = directory.ldif();
  const dns = values(text, "dn");

  it("is ASCII in lines of at most 76 characters", () => {
    expect(/^(?:[ -~]{0,76}\n)+$/.test(text)).toBe(true);
  });

  it("names every object once, and every account name once", () => {
    expect(new Set(dns).size).toBe(dns.length);
    for (const name of ["objectGUID", "objectSid"]) {
      const lines = unfold(text)
        .split("\n")
        .filter((line) => line.startsWith(`${name}::`));
      expect(new Set(lines).size).toBe(lines.length);
    }
    const records = text.split("\n\n").filter((record) => !record.includes("isDeleted: TRUE"));
    const accounts = records.flatMap((record) => values(record, "sAMAccountName"));
    expect(new Set(accounts.map((account) => account.toLowerCase())).size).toBe(accounts.length);
  });

  it("puts parents before children, and members before their group", () => {
    const at = new Map(dns.map((dn, i) => [dn, i]));
    for (const dn of dns) {
      if (dn === directory.baseDn || dn.includes("CN=Deleted Objects,") || dn.startsWith("CN=Configuration,"))
        continue;
      expect(at.get(parentOf(dn)) ?? dn).toBeLessThan(at.get(dn)!);
    }
    for (const record of text.split("\n\n")) {
      const [dn] = record === "" ? [] : values(record, "dn");
      for (const member of values(record, "member")) expect(at.get(member)).toBeLessThan(at.get(dn!)!);
    }
  });

  it("gives an account name 15 characters and a $ at most, except losers of a conflict", () => {
    const accounts = values(text, "sAMAccountName").filter(
      (a) => a.endsWith("$") && !a.startsWith("$DUPLICATE"),
    );
    expect(accounts.length).toBeGreaterThan(300);
    for (const account of accounts) expect(account.length).toBeLessThanOrEqual(16);
  });

  it("comes record by record as it comes as a whole", () => {
    expect([...directory.ldifRecords()].join("") === text).toBe(true);
  });
});

describe("directories", () => {
  const text = corp.ldif();
  const records = text.split("\n\n");
  const withDn = (part: string) =>
    records.filter((record) => values(record, "dn")[0]?.includes(part) === true);

  it("have tombstones, objects in the recycle bin and losers of replication conflicts", () => {
    const deleted = withDn("\\0ADEL:");
    expect(
      deleted.every((r) => r.includes("isDeleted: TRUE") && unfold(r).includes("lastKnownParent:")),
    ).toBe(true);
    expect(deleted.some((r) => r.includes("isRecycled: TRUE") && !r.includes("operatingSystem:"))).toBe(true);
    expect(deleted.some((r) => r.includes("msDS-LastKnownRDN:") && r.includes("operatingSystem:"))).toBe(
      true,
    );
    expect(withDn("\\0ACNF:").length).toBeGreaterThan(0);
  });

  it("have an OU that was moved below the retired one as a whole, under which children are older than the move", () => {
    const ou = `OU=Leipzig,${corp.retiredOu}`;
    const moved = values(
      records.find((record) => values(record, "dn")[0] === ou)!,
      "whenChanged",
    )[0]!;
    const children = withDn(`,${ou}`).map((record) => values(record, "whenChanged")[0]!);
    expect(children.some((changed) => changed < moved)).toBe(true);
  });

  it("know each other's NetBIOS names from the first one's Partitions container, and one does not follow its DNS name", () => {
    const crossRefs = (directory: WorldDirectory) =>
      directory
        .ldif()
        .split("\n\n")
        .filter((record) => record.includes("objectClass: crossRef\n"))
        .map((record) => [values(record, "nETBIOSName")[0], values(record, "dnsRoot")[0]]);
    expect(crossRefs(corp)).toEqual([
      ["CORP", "corp.example.com"],
      ["EMEA01", "branch.example.com"],
    ]);
    expect(crossRefs(branch)).toEqual([["EMEA01", "branch.example.com"]]);
  });

  it("share hostnames between two domains", () => {
    const names = (directory: WorldDirectory) =>
      new Set(values(directory.ldif(), "dNSHostName").map((n) => n.split(".")[0]));
    const both = names(branch);
    expect([...names(corp)].filter((name) => both.has(name)).length).toBeGreaterThan(10);
  });

  it("reach some VIPs only by a group inside the group, whose name has a comma and a quote", () => {
    const vip = records.find((record) => values(record, "dn")[0] === corp.vipGroup)!;
    const nested = values(vip, "member").find((member) =>
      member.startsWith('CN=Board \\"North\\"\\, Berlin,'),
    )!;
    const inner = records.find((record) => values(record, "dn")[0] === nested)!;
    expect(values(inner, "member").length).toBeGreaterThan(0);
    expect(values(inner, "member").every((member) => !values(vip, "member").includes(member))).toBe(true);
  });

  it("forget tombstones after their lifetime, and open an OU for a new year", () => {
    const later = createWorld({ seed: 3, endpoints: 400, tenants: 1, directories: 1, start: START });
    expect(later.directories[0]!.ldif()).toContain("\\0ADEL:");
    later.advanceTo(START + 400 * DAY);
    const after = later.directories[0]!.ldif();
    expect(after).not.toContain("\\0ADEL:");
    expect(after).toMatch(/^dn: CN=[^,]+,OU=2027,OU=Disabled,/m);
  });

  it("as seeds for a real server have no system attribute, and add each object before its deletion", () => {
    const { seed, backdate } = corp.samba();
    expect(/^(?:whenChanged|whenCreated|objectGUID|objectSid|pwdLastSet|primaryGroupID):/m.test(seed)).toBe(
      false,
    );
    const added = new Set<string>();
    for (const record of seed.split("\n\n").filter((r) => r !== "")) {
      const [dn] = values(record, "dn");
      if (record.includes("changetype: delete")) expect(added.delete(dn!)).toBe(true);
      else added.add(dn!);
    }
    const backdated = values(backdate, "dn");
    expect(backdated.length).toBeGreaterThan(500);
    for (const dn of backdated) expect(added.has(dn)).toBe(true);
    expect(new Set(values(backdate, "replace"))).toEqual(new Set(["whenChanged", "pwdLastSet"]));
  });
});
