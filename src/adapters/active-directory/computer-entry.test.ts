import { describe, expect, it } from "vitest";
import { guidBytes, ldapEntry } from "../../../test/build/ldap.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import { instant } from "../../core/model/instant.ts";
import { invalid, missing, unreadable } from "../../core/model/unknown.ts";
import { decodeComputer, type DecodedEntry } from "./computer-entry.ts";

const GUID = "01010101-0101-0101-0101-010101010101";
const context = {
  directory: "corp" as DirectoryName,
  domain: { dns: "corp.example.com", netbios: "CORP" },
  now: instant(Date.UTC(2026, 2, 1)),
};
const decode = (attributes: Record<string, string | Buffer | readonly string[]>): DecodedEntry =>
  decodeComputer(
    ldapEntry("CN=PC1,OU=Devices,DC=corp,DC=example,DC=com", {
      objectGUID: guidBytes(1),
      objectClass: ["top", "person", "organizationalPerson", "user", "computer"],
      cn: "PC1",
      ...attributes,
    }),
    context,
  );

describe("a computer's entry", () => {
  it("leaves everything unknown that was not sent", () => {
    expect(decode({})).toStrictEqual({
      kind: "computer",
      computer: {
        directory: "corp",
        domain: context.domain,
        dn: "CN=PC1,OU=Devices,DC=corp,DC=example,DC=com",
        id: GUID,
        name: "PC1",
        sid: missing,
        samAccountName: missing,
        dnsHostName: missing,
        osName: missing,
        osVersion: missing,
        enabled: missing,
        createdAt: missing,
        changedAt: missing,
        lastLogonAt: missing,
        passwordSetAt: missing,
        managedBy: missing,
        roles: unreadable,
        deleted: false,
        lastKnownParent: missing,
      },
    });
  });

  it.each([
    ["4096", true],
    ["4098", false],
    ["69634", false],
    ["many", invalid("many")],
  ])("with userAccountControl %s is enabled: %j", (userAccountControl, enabled) => {
    expect(decode({ userAccountControl })).toMatchObject({ computer: { enabled } });
  });

  it.each([
    ["a tombstone", { cn: `PC1\nDEL:${GUID}` }],
    ["an object in the recycle bin", { cn: `PC1\nDEL:${GUID}`, "msDS-LastKnownRDN": "PC1" }],
    ["one whose name the directory cut", { cn: `PC\nDEL:${GUID}`, "msDS-LastKnownRDN": "PC1" }],
  ])("of %s has the name it had", (_, attributes) => {
    const lastKnownParent = "OU=Devices,DC=corp,DC=example,DC=com";
    expect(decode({ ...attributes, isDeleted: "TRUE", lastKnownParent })).toMatchObject({
      computer: { name: "PC1", deleted: true, lastKnownParent },
    });
  });

  it.each([
    ["the loser of a naming conflict", { cn: `PC1\nCNF:${GUID}` }],
    ["the loser of a duplicate account name", { sAMAccountName: "$DUPLICATE-1f4" }],
  ])("of %s is a computer of the same name, so that two of one name go to review", (_, attributes) => {
    expect(decode(attributes)).toMatchObject({ kind: "computer", computer: { name: "PC1" } });
  });

  it.each([
    "msDS-GroupManagedServiceAccount",
    "msDS-ManagedServiceAccount",
    "MSDS-DELEGATEDMANAGEDSERVICEACCOUNT",
  ])("of class %s is no machine", (name) => {
    expect(decode({ objectClass: ["top", "user", "computer", name] })).toHaveProperty(
      "kind",
      "service_account",
    );
  });

  it.each([
    ["without a GUID", { objectGUID: Buffer.alloc(0) }],
    ["with a GUID of another length", { objectGUID: Buffer.alloc(15) }],
    ["without a name", { cn: "" }],
    ["with a name that is no text", { cn: Buffer.from([0xff, 0xfe]) }],
  ])("%s is malformed, and not left out in silence", (_, attributes) => {
    expect(decode(attributes)).toHaveProperty("kind", "malformed");
  });
});

describe("infrastructure roles", () => {
  it.each([
    ["a domain controller by its account type", { userAccountControl: "532480" }, ["domain_controller"]],
    ["a read-only one by its account type", { userAccountControl: "83890176" }, ["domain_controller"]],
    ["a domain controller by its primary group", { primaryGroupID: "516" }, ["domain_controller"]],
    ["a read-only one by its primary group", { primaryGroupID: "521" }, ["domain_controller"]],
    [
      "a cluster's own name",
      { userAccountControl: "4096", servicePrincipalName: ["HOST/C1", "msclustervirtualserver/C1"] },
      ["cluster_name_object"],
    ],
    [
      "a cluster's management",
      { userAccountControl: "4096", servicePrincipalName: "MSServerClusterMgmtAPI/C1" },
      ["cluster_name_object"],
    ],
    ["seamless sign-on", { userAccountControl: "4096", sAMAccountName: "AZUREADSSOACC$" }, ["sso_account"]],
    [
      "cloud Kerberos",
      { userAccountControl: "83890178", sAMAccountName: "AzureADKerberos$" },
      ["domain_controller", "sso_account"],
    ],
    [
      "an ordinary computer",
      { userAccountControl: "4096", servicePrincipalName: "HOST/MSServerCluster" },
      [],
    ],
  ])("are told of %s", (_, attributes, roles) => {
    expect(decode(attributes)).toMatchObject({ computer: { roles } });
  });
  it("are unknown when what every computer has cannot be read", () => {
    expect(decode({ servicePrincipalName: "HOST/PC1" })).toMatchObject({ computer: { roles: unreadable } });
  });
});
