import { describe, expect, it } from "vitest";
import type { DirectoryEntry } from "./ldif-writer.ts";
import { sambaAdd, sambaBackdate, sambaDelete } from "./samba-writer.ts";

const computer: DirectoryEntry = {
  dn: "CN=CLU,DC=a",
  attributes: [
    ["objectClass", "computer"],
    ["cn", "CLU"],
    ["whenChanged", "20260101000000.0Z"],
    ["objectGUID", new Uint8Array(16)],
    ["objectSid", new Uint8Array(28)],
    ["userAccountControl", "4098"],
    ["pwdLastSet", "133500000000000000"],
    ["servicePrincipalName", "HOST/CLU"],
    ["servicePrincipalName", "MSClusterVirtualServer/CLU"],
    ["objectCategory", "CN=Computer,CN=Schema,CN=Configuration,DC=a"],
  ],
};

describe("Samba writer", () => {
  it("an add leaves to the server what is the server's, and keeps a cluster's SPN alone", () => {
    expect(sambaAdd(computer)).toBe(
      "dn: CN=CLU,DC=a\nchangetype: add\nobjectClass: computer\nuserAccountControl: 4098\n" +
        "servicePrincipalName: MSClusterVirtualServer/CLU\n\n",
    );
  });

  it("a person is added without userAccountControl, for which the server would want a password", () => {
    const person: DirectoryEntry = {
      dn: "CN=P,DC=a",
      attributes: [
        ["objectClass", "user"],
        ["userAccountControl", "512"],
        ["objectCategory", "CN=Person,CN=Schema,CN=Configuration,DC=a"],
      ],
    };
    expect(sambaAdd(person)).toBe("dn: CN=P,DC=a\nchangetype: add\nobjectClass: user\n\n");
  });

  it("backdating replaces whenChanged and pwdLastSet and nothing else", () => {
    expect(sambaBackdate(computer)).toBe(
      "dn: CN=CLU,DC=a\nchangetype: modify\nreplace: whenChanged\nwhenChanged: 20260101000000.0Z\n-\n" +
        "replace: pwdLastSet\npwdLastSet: 133500000000000000\n-\n\n",
    );
  });

  it("an entry without dates is not backdated", () => {
    expect(sambaBackdate({ dn: "CN=X,DC=a", attributes: [["cn", "X"]] })).toBe("");
  });

  it("a delete names the object alone", () => {
    expect(sambaDelete("CN=X,DC=a")).toBe("dn: CN=X,DC=a\nchangetype: delete\n\n");
  });
});
