import { describe, expect, it } from "vitest";
import { ldapEntry, page, scriptedSearcher } from "../../../test/build/ldap.ts";
import { missing } from "../../core/model/unknown.ts";
import { partitionOf, readPartitions } from "./partitions.ts";

const crossRef = (dns: string, attributes: Record<string, string> = {}): ReturnType<typeof ldapEntry> =>
  ldapEntry(`CN=${dns},CN=Partitions`, {
    nCName: dns
      .split(".")
      .map((label) => `DC=${label}`)
      .join(","),
    dnsRoot: dns,
    ...attributes,
  });

describe("the forest's domains", () => {
  it("have the names that the Partitions container gives them, which need not follow each other", async () => {
    const searcher = scriptedSearcher([
      page([crossRef("Corp.Example"), crossRef("emea.corp.example", { nETBIOSName: "emea01" })]),
    ]);
    const partitions = await readPartitions(searcher, "CN=Configuration,DC=corp,DC=example");
    expect(partitions.map(({ domain }) => domain)).toStrictEqual([
      { dns: "corp.example", netbios: missing },
      { dns: "emea.corp.example", netbios: "EMEA01" },
    ]);
    expect(partitionOf("CN=PC1,dc=emea,dc=corp,dc=example", partitions)?.domain.netbios).toBe("EMEA01");
    expect(partitionOf("CN=PC1,DC=corp,DC=example", partitions)?.domain.dns).toBe("corp.example");
    expect(partitionOf("DC=corp,DC=example", partitions)?.domain.dns).toBe("corp.example");
    expect(partitionOf("CN=PC1,DC=other", partitions)).toBeUndefined();
  });

  it.each([
    ["none can be seen", []],
    ["one shows only its name", [crossRef("corp.example"), ldapEntry("CN=x,CN=Partitions")]],
  ])("are a missing right when %s", async (_, entries) => {
    await expect(readPartitions(scriptedSearcher([page(entries)]), "CN=C")).rejects.toMatchObject({
      code: "DIRECTORY_RIGHTS",
    });
  });
});
