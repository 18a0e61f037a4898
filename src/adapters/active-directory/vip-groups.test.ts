import { describe, expect, it } from "vitest";
import { ldapEntry, treeSearcher } from "../../../test/build/ldap.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import { missing } from "../../core/model/unknown.ts";
import type { VipGroup } from "../../core/model/vip.ts";
import { Fault } from "../../ports/fault.ts";
import type { Log } from "../../ports/log.ts";
import type { LdapEntry } from "./entry.ts";
import type { Searcher } from "./search.ts";
import type { Scope, Site } from "./site.ts";
import { readVipGroups } from "./vip-groups.ts";

const BASE = "DC=corp,DC=example";
const VIP = `CN=VIP,${BASE}`;
const SID = Buffer.from("010500000000000515000000c7353a428e6b748455a1aec652040000", "hex");
const site: Site = {
  root: {
    domainDn: BASE,
    configurationDn: `CN=Configuration,${BASE}`,
    dsServiceName: "CN=DC1",
    invocationId: missing,
    highestCommittedUsn: missing,
    currentTime: missing,
  },
  domain: { dns: "corp.example", netbios: "CORP" },
  partitions: [{ dn: BASE, domain: { dns: "corp.example", netbios: "CORP" } }],
};
const scope: Scope = {
  name: "corp" as DirectoryName,
  baseDn: BASE,
  retired: { ous: [], disabledAccounts: true, deletedObjects: false },
  vipGroups: [VIP],
  pageSize: 100,
};

const group = (name: string, member: readonly string[], more = {}): LdapEntry =>
  ldapEntry(`CN=${name},${BASE}`, { objectClass: ["top", "group"], objectSid: SID, member, ...more });
const user = (name: string, more: Record<string, string> = {}): LdapEntry =>
  ldapEntry(`CN=${name},${BASE}`, { objectClass: ["top", "person", "user"], sAMAccountName: name, ...more });

async function read(searcher: Searcher, warnings: string[] = []): Promise<VipGroup | undefined> {
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (message) => {
      warnings.push(message);
    },
  };
  const { groups } = await readVipGroups(searcher, scope, site, log);
  return groups[0];
}
const accounts = (answer: VipGroup | undefined): unknown =>
  answer?.kind === "read" ? answer.members.map(({ samAccountName }) => samAccountName) : answer;

describe("a VIP group", () => {
  it("has the members that list it, the members it lists, and those whose primary group it is", async () => {
    const searcher = treeSearcher([
      group("VIP", [`CN=Both,${BASE}`, `CN=Listed,${BASE}`]),
      user("Both", { memberOf: VIP }),
      user("Listed"),
      user("Unlisted", { memberOf: VIP }),
      user("Primary", { primaryGroupID: "1106" }),
      user("Stranger", { primaryGroupID: "513" }),
    ]);
    expect(accounts(await read(searcher))).toStrictEqual(["Both", "Unlisted", "Listed", "Primary"]);
  });

  it("has the members of the groups in it, each once, even when they hold each other", async () => {
    const searcher = treeSearcher([
      group("VIP", [`CN=Inner,${BASE}`, `CN=A,${BASE}`]),
      group("Inner", [VIP, `CN=A,${BASE}`, `CN=B,${BASE}`], { objectSid: Buffer.from(SID).fill(9, 24) }),
      user("A"),
      user("B"),
    ]);
    expect(accounts(await read(searcher))).toStrictEqual(["A", "B"]);
  });

  it("names each member's domain", async () => {
    const answer = await read(
      treeSearcher([group("VIP", [`CN=A,${BASE}`]), user("A", { mail: "a@example" })]),
    );
    expect(answer).toMatchObject({ members: [{ netbios: "CORP", mail: "a@example", displayName: missing }] });
  });

  it.each<[string, Searcher]>([
    ["does not exist", treeSearcher([])],
    ["is no group", treeSearcher([user("VIP")])],
    ["shows only its name", treeSearcher([ldapEntry(VIP)])],
    ["has no legible SID", treeSearcher([group("VIP", [], { objectSid: "" })])],
    ["has a member that cannot be seen", treeSearcher([group("VIP", [`CN=Gone,${BASE}`])])],
    [
      "has a member that shows only its name",
      treeSearcher([group("VIP", [`CN=X,${BASE}`]), ldapEntry(`CN=X,${BASE}`)]),
    ],
    [
      "has a member in another domain",
      treeSearcher([group("VIP", ["CN=J,DC=emea,DC=example"])], ["CN=J,DC=emea,DC=example"]),
    ],
    [
      "has a member from another forest",
      treeSearcher([
        group("VIP", [`CN=S-1-5-21-9,${BASE}`]),
        ldapEntry(`CN=S-1-5-21-9,${BASE}`, { objectClass: ["top", "foreignSecurityPrincipal"] }),
      ]),
    ],
    [
      "holds a group with an unseen member",
      treeSearcher([group("VIP", [`CN=Inner,${BASE}`]), group("Inner", [`CN=Gone,${BASE}`])]),
    ],
  ])("is unreadable when it %s", async (_, searcher) => {
    const warnings: string[] = [];
    expect(await read(searcher, warnings)).toMatchObject({ dn: VIP, kind: "unreadable" });
    expect(warnings).toHaveLength(1);
  });

  it("may be empty, which is told", async () => {
    const warnings: string[] = [];
    expect(await read(treeSearcher([group("VIP", [])]), warnings)).toStrictEqual({
      dn: VIP,
      kind: "read",
      members: [],
    });
    expect(warnings).toStrictEqual(["a VIP group has no members"]);
  });

  it.each(["DIRECTORY_RIGHTS", "DIRECTORY_SHAPE"] as const)(
    "is unreadable when the answer is %s",
    async (code) => {
      const searcher: Searcher = { label: "x", search: () => Promise.reject(new Fault(code, "no")) };
      expect(await read(searcher)).toStrictEqual({ dn: VIP, kind: "unreadable", detail: "no" });
    },
  );

  it.each(["DIRECTORY_UNREACHABLE", "DIRECTORY_AUTH", "CANCELLED"] as const)(
    "does not hide %s",
    async (code) => {
      const searcher: Searcher = { label: "x", search: () => Promise.reject(new Fault(code, "no")) };
      await expect(read(searcher)).rejects.toMatchObject({ code });
    },
  );
});
