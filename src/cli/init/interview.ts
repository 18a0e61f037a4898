import type { CheckRow } from "../app.ts";
import type { Asker } from "./asker.ts";
import type { InitAnswers, InitDirectory } from "./init-answers.ts";

/** What the interview needs beside a person to ask. */
export interface InterviewTools {
  readonly asker: Asker;
  /** Tries what was answered of Central, or of the last directory, and shows it. Gives what failed. */
  tryOut(answers: InitAnswers, part: "central" | "directory"): Promise<readonly CheckRow[]>;
  /** Whether a file is there; a relative path starts at the configuration's folder. */
  readonly exists: (path: string) => boolean;
  /** Writes a secret into a new file of its owner's alone. */
  readonly keepSecret: (path: string, value: string) => Promise<void>;
}

type Central = InitAnswers["central"];

/** Asks for everything, and tries each source as soon as it is known. Thrown: CANCELLED. */
export async function interview(tools: InterviewTools): Promise<InitAnswers> {
  const { asker } = tools;
  const store = await asker.text(
    "Where is everything kept? (pglite:DIRECTORY, or env:NAME of a postgres:// URL)",
    {
      initial: "pglite:./rollcall-data",
    },
  );
  const central = await tried(
    async () => askCentral(tools),
    async (one) => tools.tryOut({ store, central: one, directories: [] }, "central"),
    asker,
  );
  const directories: InitDirectory[] = [];
  do {
    directories.push(
      await tried(
        async () => askDirectory(tools, directories),
        async (one) => tools.tryOut({ store, central, directories: [...directories, one] }, "directory"),
        asker,
      ),
    );
  } while (await asker.yes("Is there another directory?", false));
  return { store, central, directories };
}

/** Asks until it works, or until the person wants to keep the answers as they are. */
async function tried<T>(
  ask: () => Promise<T>,
  tryOut: (answer: T) => Promise<readonly CheckRow[]>,
  asker: Asker,
): Promise<T> {
  for (;;) {
    const answer = await ask();
    const failed = await tryOut(answer);
    if (failed.length === 0) return answer;
    const next = await asker.choice("Something did not work. What now?", [
      { value: "again", label: "answer these questions again" },
      { value: "keep", label: "keep the answers, and see to it later" },
    ]);
    if (next === "keep") return answer;
  }
}

async function askCentral(tools: InterviewTools): Promise<Central> {
  const { asker } = tools;
  const clientId = await asker.text(
    "Client id of the credential that reads (role Service Principal Read-Only)",
  );
  const clientSecret = await askSecret(tools, "its client secret", "ROLLCALL_READER_SECRET", "reader-secret");
  const direct = await asker.yes(
    "Is Sophos Central reached as usual, without a simulator or an authority of your own?",
    true,
  );
  if (direct) return { clientId, clientSecret };
  const idUrl = await asker.text("URL of Sophos ID", { initial: "https://id.sophos.com" });
  const apiUrl = await asker.text("URL of Central's API", { initial: "https://api.central.sophos.com" });
  const hosts = await asker.text("Hosts that a token may be sent to, parted by commas", {
    initial: "*.central.sophos.com",
  });
  const ca = await asker.text(
    "PEM file of the certificate authority to trust instead (blank: the public ones)",
    {
      optional: true,
    },
  );
  return { clientId, clientSecret, idUrl, apiUrl, allowedHosts: listOf(hosts), ...caOf(ca) };
}

async function askDirectory(tools: InterviewTools, before: readonly InitDirectory[]): Promise<InitDirectory> {
  const { asker } = tools;
  const type = await asker.choice("How is the directory read?", [
    { value: "ldap", label: "Active Directory, over LDAPS" },
    { value: "file", label: "an export of it: LDIF, CSV or JSON" },
  ]);
  const name = await asker.text("A short name for it", {
    initial: before.length === 0 ? "corp" : `directory-${before.length + 1}`,
    refuse: (answer) =>
      before.some((one) => one.name === answer) ? "another directory has this name" : undefined,
  });
  const own = type === "ldap" ? await askLdap(tools, name) : await askFile(tools);
  const retired = await asker.text("DN of the OU that retired computers are moved to");
  const vips = await asker.text(
    "DN of the group of VIPs, whose devices a person is always asked about (blank: none)",
    {
      optional: true,
    },
  );
  const tenants = await asker.text(
    "Tenants whose devices are in this domain, by name or id, parted by commas (blank: each device says it itself)",
    { optional: true },
  );
  // A DN has commas of its own: one OU and one group are asked for, more can be added in the file.
  return {
    name,
    ...own,
    retiredOus: [retired],
    ...(vips !== "" && { vipGroups: [vips] }),
    ...(tenants !== "" && { tenants: listOf(tenants) }),
  };
}

async function askLdap(tools: InterviewTools, name: string) {
  const { asker } = tools;
  const url = await asker.text("URL of a domain controller", { initial: "ldaps://dc1.corp.example.com" });
  const user = await asker.text("Account that reads, such as svc-rollcall@corp.example.com");
  const password = await askSecret(tools, "its password", "ROLLCALL_LDAP_PASSWORD", `${name}-ldap-password`);
  const ca = await asker.text("PEM file of the authority that signed its certificate (blank: a public one)", {
    optional: true,
  });
  const baseDn = await asker.text("Base DN, such as DC=corp,DC=example,DC=com");
  return { type: "ldap", url, user, password, ...caOf(ca), baseDn } as const;
}

async function askFile({ asker, exists }: InterviewTools) {
  const path = await asker.text("Path of the export", {
    refuse: (answer) => (exists(answer) ? undefined : "no such file is there"),
  });
  const dns = await asker.text("DNS name of its domain, such as corp.example.com");
  const netbios = await asker.text("NetBIOS name of its domain", {
    initial: (dns.split(".")[0] ?? "").slice(0, 15).toUpperCase(),
  });
  return { type: "file", path, domain: { dns, netbios } } as const;
}

/** A reference to a secret: what is typed goes into a file of its own, and never into the configuration. */
async function askSecret(
  { asker, exists, keepSecret }: InterviewTools,
  what: string,
  variable: string,
  file: string,
): Promise<string> {
  const where = await asker.choice(`Where is ${what}?`, [
    { value: "env", label: "in an environment variable" },
    { value: "file", label: "in a file that is there" },
    { value: "typed", label: "I type it now; write it into a file that only I can read" },
  ]);
  if (where === "env") return `env:${await asker.text("Name of the variable", { initial: variable })}`;
  if (where === "file") {
    const path = await asker.text("Path of the file", {
      refuse: (answer) => (exists(answer) ? undefined : "no such file is there"),
    });
    return `file:${path}`;
  }
  const path = await asker.text("Path of the new file", {
    initial: `./${file}`,
    refuse: (answer) => (exists(answer) ? "it is there already, and is not replaced" : undefined),
  });
  await keepSecret(path, await asker.secret(`Type ${what}`));
  return `file:${path}`;
}

const caOf = (path: string): { readonly ca?: string } => (path === "" ? {} : { ca: `file:${path}` });

const listOf = (text: string): readonly string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
