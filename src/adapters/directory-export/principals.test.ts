import { describe, expect, it } from "vitest";
import { BASE, exported, ldif, pc, readAll, useExportFolder } from "../../../test/build/branch-export.ts";
import { missing } from "../../core/model/unknown.ts";

useExportFolder();

describe("VIP groups", () => {
  const VIP = `CN=VIP,OU=Groups,${BASE}`;
  const group = (dn: string, ...members: readonly string[]): string[] => [
    `dn: ${dn}`,
    "objectClass: group",
    ...members.map((member) => `member: ${member}`),
  ];
  const person = (name: string, ...more: readonly string[]): string[] => [
    `dn: CN=${name},CN=Users,${BASE}`,
    "objectClass: user",
    `sAMAccountName: ${name}`,
    ...more,
  ];
  const vipsOf = async (...entries: readonly (readonly string[])[]) => {
    const source = await exported(ldif(pc("PC-1"), ...entries), "ldif", { vipGroups: [VIP.toLowerCase()] });
    return (await readAll(source)).end.vips.groups;
  };

  it("are resolved through nested groups, round circles, and by primary group", async () => {
    const groups = await vipsOf(
      [...group(VIP, `CN=Inner,${BASE}`, `CN=jane,CN=Users,${BASE}`), "objectSid: S-1-5-21-1-2-3-1200"],
      group(`CN=Inner,${BASE}`, `cn=JOHN,cn=users,${BASE.toLowerCase()}`, VIP),
      person("jane", "mail: jane@example.com", "displayName: Jane Doe"),
      person("john"),
      person("prim", "primaryGroupID: 1200"),
      person("nobody", "primaryGroupID: 513"),
    );
    expect(groups).toHaveLength(1);
    const members = groups[0]?.kind === "read" ? groups[0].members : [];
    expect(new Set(members.map(({ samAccountName }) => samAccountName))).toEqual(
      new Set(["jane", "john", "prim"]),
    );
    expect(members).toHaveLength(3);
    expect(members.find(({ samAccountName }) => samAccountName === "jane")).toMatchObject({
      mail: "jane@example.com",
      displayName: "Jane Doe",
      userPrincipalName: missing,
      netbios: "BRANCH",
    });
  });

  it.each([
    ["is not in the export", [person("jane")]],
    ["is no group", [[`dn: ${VIP}`, "objectClass: user"]]],
    ["has a member that is not in the export", [group(VIP, `CN=gone,${BASE}`)]],
    [
      "holds a nested group that is not in the export",
      [group(VIP, `CN=I,${BASE}`), group(`CN=I,${BASE}`, `CN=J,${BASE}`)],
    ],
    ["came without members, for want of asking", [group(VIP)]],
    [
      "came in part",
      [[`dn: ${VIP}`, "objectClass: group", `member;range=0-0: CN=jane,CN=Users,${BASE}`], person("jane")],
    ],
    [
      "has a member without a name",
      [
        group(VIP, `CN=S-1-5-21-9,${BASE}`),
        [`dn: CN=S-1-5-21-9,${BASE}`, "objectClass: foreignSecurityPrincipal"],
      ],
    ],
  ])("that %s are unreadable, never empty", async (_, entries) => {
    expect(await vipsOf(...entries)).toMatchObject([{ kind: "unreadable" }]);
  });

  it("may be empty when the export asked for members", async () => {
    expect(await vipsOf(group(VIP), group(`CN=Other,${BASE}`, VIP))).toMatchObject([
      { kind: "read", members: [] },
    ]);
  });
});
