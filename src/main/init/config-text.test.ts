import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { InitAnswers } from "../../cli/init/init-answers.ts";
import { checkConfig } from "../config/load-config.ts";
import { initConfigText } from "./config-text.ts";

const ANSWERS: InitAnswers = {
  central: { clientId: "1234", clientSecret: "env:SECRET" },
  directories: [
    {
      name: "corp",
      type: "ldap",
      url: "ldaps://dc1.corp.example.com",
      user: "CORP\\svc",
      password: "file:./pw",
      ca: "file:./ca.pem",
      baseDn: "OU=Devices, dc=corp,DC=Example,DC=com",
      retiredOus: ["OU=Disabled,OU=Devices,DC=corp,DC=example,DC=com"],
      vipGroups: ["CN=VIP,DC=corp,DC=example,DC=com"],
      tenants: ["Acme GmbH"],
    },
    {
      name: "branch",
      type: "file",
      path: "./branch.ldif",
      domain: { dns: "branch.example.com", netbios: "BRANCH" },
      retiredOus: ["OU=Disabled,DC=branch,DC=example,DC=com"],
      tenants: ["Acme GmbH"],
    },
  ],
};

describe("the configuration that init writes", () => {
  it("is a sound one in observe, with what was answered and an annotation for each part", () => {
    const text = initConfigText(ANSWERS);
    const { config, warnings } = checkConfig(text, "rollcall.yaml", {});
    expect(warnings).toEqual([]);
    expect(config.mode).toBe("observe");
    expect(config.sophos.reader.clientSecret.reference).toBe("env:SECRET");
    expect(config.tenantDomains).toEqual({ "Acme GmbH": ["corp.example.com", "branch.example.com"] });
    expect(config.directories).toMatchObject([
      {
        type: "ldap",
        bind: { user: "CORP\\svc" },
        vipGroups: ["CN=VIP,DC=corp,DC=example,DC=com"],
        retired: { ous: ["OU=Disabled,OU=Devices,DC=corp,DC=example,DC=com"] },
      },
      { type: "file", domain: { dns: "branch.example.com", netbios: "BRANCH" } },
    ]);
    const parts = text.split("\n\n").slice(1);
    expect(parts.filter((part) => !part.includes("# "))).toEqual([]);
  });

  it("says of Central what was answered, and nothing where it is reached as usual", () => {
    const central = {
      ...ANSWERS.central,
      idUrl: "https://localhost:1",
      apiUrl: "https://localhost:2",
      allowedHosts: ["localhost:1", "localhost:2"],
      ca: "file:./ca.pem",
    };
    const { sophos } = checkConfig(initConfigText({ ...ANSWERS, central }), "rollcall.yaml", {}).config;
    expect(sophos).toMatchObject({
      idUrl: "https://localhost:1",
      allowedHosts: ["localhost:1", "localhost:2"],
    });
    expect(sophos.ca?.reference).toBe("file:./ca.pem");
    expect(initConfigText(ANSWERS)).not.toMatch(/idUrl|allowedHosts/);
  });

  it("whatever is answered stays the value that it is, and never becomes YAML", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (clientId, user) => {
        const [first] = ANSWERS.directories;
        if (first?.type !== "ldap") throw new Error("the first is one");
        const text = initConfigText({
          central: { ...ANSWERS.central, clientId },
          directories: [{ ...first, user, vipGroups: [user] }],
        });
        expect(parse(text)).toMatchObject({
          mode: "observe",
          sophos: { reader: { clientId } },
          directories: [{ bind: { user }, vipGroups: [user] }],
        });
      }),
    );
  });
});
