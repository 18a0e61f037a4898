import { describe, expect, it } from "vitest";
import type { CheckRow } from "../app.ts";
import type { Asker } from "./asker.ts";
import type { InitAnswers } from "./init-answers.ts";
import { interview, type InterviewTools } from "./interview.ts";

/** Answers by the first words of a question, one after the other; blank is the default. */
function scripted(script: Readonly<Record<string, readonly string[]>>) {
  const left = new Map(Object.entries(script).map(([question, answers]) => [question, [...answers]]));
  const refused: string[] = [];
  const next = (question: string): string => {
    const key = [...left.keys()].find((one) => question.startsWith(one));
    const answer = key === undefined ? undefined : left.get(key)?.shift();
    if (answer === undefined) throw new Error(`nobody said what to answer to: ${question}`);
    return answer;
  };
  const asker: Asker = {
    text: async (question, { initial, refuse } = {}) => {
      for (;;) {
        const answer = next(question);
        const meant = answer === "" ? (initial ?? "") : answer;
        const why = refuse?.(meant);
        if (why === undefined) return Promise.resolve(meant);
        refused.push(why);
      }
    },
    secret: async (question) => Promise.resolve(next(question)),
    choice: async (question, options) => {
      const answer = next(question);
      const found = options.find(({ value }) => value === answer);
      if (found === undefined) throw new Error(`no such choice: ${answer}`);
      return Promise.resolve(found.value);
    },
    yes: async (question, initial) => {
      const answer = next(question);
      return Promise.resolve(answer === "" ? initial : answer === "yes");
    },
  };
  return { asker, refused };
}

const FAILED: CheckRow = { source: "Central", what: "token", result: "failed", detail: "" };

function tools(asker: Asker, failing: readonly boolean[] = []) {
  const tried: { readonly part: string; readonly answers: InitAnswers }[] = [];
  const kept = new Map<string, string>();
  const all: InterviewTools = {
    asker,
    tryOut: async (answers, part) => {
      tried.push({ part, answers });
      return Promise.resolve(failing[tried.length - 1] === true ? [FAILED] : []);
    },
    exists: (path) => path.startsWith("there") || kept.has(path),
    keepSecret: async (path, value) => {
      kept.set(path, value);
      return Promise.resolve();
    },
  };
  return { all, tried, kept };
}

const LDAP = {
  "How is the directory read": ["ldap"],
  "A short name": [""],
  "URL of a domain controller": [""],
  "Account that reads": ["svc@corp.example.com"],
  "PEM file of the authority": ["there/ca.pem"],
  "Base DN": ["DC=corp,DC=example,DC=com"],
  "DN of the OU": ["OU=Disabled,DC=corp,DC=example,DC=com"],
  "DN of the group": [""],
  "Tenants whose": ["Acme GmbH, Other AG"],
  "Is there another": [""],
};

describe("the questions of init", () => {
  it("lead to whole answers, each source tried as soon as it is known, and no secret among them", async () => {
    const { asker, refused } = scripted({
      "Where is everything kept": [""],
      "Client id": ["1234"],
      "Where is its client secret": ["typed"],
      "Path of the new file": ["there/old", ""],
      "Type its client secret": ["hunter2"],
      "Is Sophos Central reached as usual": [""],
      "Where is its password": ["env"],
      "Name of the variable": [""],
      ...LDAP,
    });
    const { all, tried, kept } = tools(asker);

    const answers = await interview(all);

    expect(answers).toEqual({
      store: "pglite:./rollcall-data",
      central: { clientId: "1234", clientSecret: "file:./reader-secret" },
      directories: [
        {
          name: "corp",
          type: "ldap",
          url: "ldaps://dc1.corp.example.com",
          user: "svc@corp.example.com",
          password: "env:ROLLCALL_LDAP_PASSWORD",
          ca: "file:there/ca.pem",
          baseDn: "DC=corp,DC=example,DC=com",
          retiredOus: ["OU=Disabled,DC=corp,DC=example,DC=com"],
          tenants: ["Acme GmbH", "Other AG"],
        },
      ],
    });
    expect(refused).toEqual(["it is there already, and is not replaced"]);
    expect([...kept]).toEqual([["./reader-secret", "hunter2"]]);
    expect(tried.map(({ part }) => part)).toEqual(["central", "directory"]);
    expect(tried[1]?.answers).toEqual(answers);
  });

  it("are asked again when something failed, until it works or the person keeps the answers", async () => {
    const { asker } = scripted({
      "Where is everything kept": [""],
      "Client id": ["wrong", "right"],
      "Where is its client secret": ["env", "file"],
      "Name of the variable": [""],
      "Path of the file": ["nowhere", "there/secret"],
      "Is Sophos Central reached as usual": ["", "no"],
      "URL of Sophos ID": ["https://localhost:1"],
      "URL of Central": [""],
      "Hosts that": ["localhost:1, *.central.sophos.com"],
      "PEM file of the certificate": [""],
      "Something did not work": ["again", "keep"],
      "How is the directory read": ["file"],
      "A short name": ["branch"],
      "Path of the export": ["there.ldif"],
      "DNS name": ["branch.example.com"],
      NetBIOS: [""],
      "DN of the OU": ["OU=D,DC=branch,DC=example,DC=com"],
      "DN of the group": [""],
      "Tenants whose": [""],
      "Is there another": [""],
    });
    const { all, tried } = tools(asker, [true, false, true]);

    const { central, directories } = await interview(all);

    expect(tried).toHaveLength(3);
    expect(central).toEqual({
      clientId: "right",
      clientSecret: "file:there/secret",
      idUrl: "https://localhost:1",
      apiUrl: "https://api.central.sophos.com",
      allowedHosts: ["localhost:1", "*.central.sophos.com"],
    });
    expect(directories).toMatchObject([{ name: "branch", domain: { netbios: "BRANCH" } }]);
  });
});
