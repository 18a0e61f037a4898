import { readFileSync } from "node:fs";
import { configJsonSchema } from "../../src/main/config/json-schema.ts";
import { configKeys, type ConfigKey } from "./config-keys.ts";
import { CONFIG_TEXTS, type KeyText } from "./config-texts.ts";
import { code, fenced, page, table } from "./markdown.ts";

/** The annotated example: every key stands in it. */
export const configExample = (): string =>
  readFileSync(new URL("./config-example.yaml", import.meta.url), "utf8");

/** Sections `tickets` of the other service desks, one a desk: the example can have one only. */
export const ticketExamples = (): readonly string[] =>
  readFileSync(new URL("./ticket-examples.yaml", import.meta.url), "utf8").split(/^---\n/m);

/** Every key of the configuration. Throws when the texts have a key too few or too many. */
export function configPage(texts: Readonly<Record<string, KeyText>> = CONFIG_TEXTS): string {
  const keys = configKeys(configJsonSchema());
  const known = new Set(keys.map(({ path }) => path));
  const untold = keys.filter(({ path }) => !Object.hasOwn(texts, path)).map(({ path }) => path);
  const tooMany = Object.keys(texts).filter((path) => !known.has(path));
  if (untold.length + tooMany.length > 0) {
    throw new Error(
      `config-texts.ts misses [${untold.join(", ")}] and has too many [${tooMany.join(", ")}].`,
    );
  }
  return page("Configuration", [
    "`rollcall.yaml` is read from the current directory, or from where `--config` says. Relative paths in it start at its own folder. " +
      "Every mistake is told at once, with line, column, rule and fix; a key that is not known is a mistake.",
    "`rollcall schema` prints the JSON Schema for editors. It knows keys, types and defaults; what is checked beyond that is on this page.",
    "## A full example",
    fenced("yaml", configExample()),
    "## Other service desks",
    ...ticketExamples().map((text) => fenced("yaml", text)),
    "## Keys",
    "Durations are ISO 8601: `P30D`, `PT12H`. Years and months are refused, since their length is not fixed. `*` marks a key that must be there " +
      "where its section is; `sophos`, `directories` and a directory's `retired` must be there. A relative `file:` reference starts at the configuration's folder.",
    ...sections(keys).flatMap(([section, members]) => [
      `### ${section}`,
      table(
        ["key", "type", "default", "must be", "what"],
        members.map((key) => row(key, texts[key.path] ?? { means: "" })),
      ),
    ]),
    "## Rules between keys",
    BETWEEN.map((rule) => `* ${rule}`).join("\n"),
    "## Warnings",
    "These are allowed and probably not meant. They are told at every start and in `rollcall check`.",
    WARNINGS.map((rule) => `* ${rule}`).join("\n"),
    "## Secrets",
    "* `env:NAME` is an environment variable.\n* `file:PATH` is a file; one line break at its end is not part of the secret.\n" +
      "* `credential:NAME` is a file of that name in systemd's `CREDENTIALS_DIRECTORY` (`LoadCredential=`).",
    "A secret is read when it is first used. One that is empty, missing or not readable is the fault `SECRET_UNREADABLE`. " +
      "A literal secret is refused, and never repeated in the message.",
  ]);
}

/** Keys by their first part, in the order of the schema; keys that stand alone together at the beginning. */
function sections(keys: readonly ConfigKey[]): [string, ConfigKey[]][] {
  const groups = new Map<string, ConfigKey[]>();
  for (const key of keys) {
    const [first = ""] = key.path.split(/[.[]/);
    const name = first === key.path ? "top level" : first;
    groups.set(name, [...(groups.get(name) ?? []), key]);
  }
  return [...groups];
}

const row = ({ path, type, defaultValue, required }: ConfigKey, { means, rule }: KeyText): string[] => [
  `${code(path)}${required ? " *" : ""}`,
  type,
  defaultValue === undefined ? "" : code(defaultValue),
  rule ?? "",
  means,
];

const BETWEEN = [
  "`mode: enforce` needs `sophos.deleter`.",
  "`sophos.apiUrl` must be among `sophos.allowedHosts`.",
  "A tenant may not be included and excluded.",
  "Each directory has a name of its own, whatever the case.",
  "Each directory says of some computer that it is retired: `retired.ous`, `disabledAccounts` or `deletedObjects`.",
  "A retired OU lies below the directory's `baseDn` (for a file: its domain), and is not the whole of it.",
  "A protect rule names at least one field.",
  "The steps of the ramp grow.",
  "`limits.hours.from` and `to` differ.",
  "A `server.listen` that others reach has `server.tls` or `server.proxy`, and `server.hooks` or `server.signIn`; with `signIn`, `server.publicUrl` too.",
  "Each entry of `schedule` has a name of its own, whatever the case.",
  "An https `server.publicUrl` has `server.tls` or `server.proxy`.",
  "`server.signIn` has `oidc` or `local: true`; `oidc` has `roles`, and `openid` among its `scopes`.",
];

const WARNINGS = [
  "The deleter is the reader's credential too.",
  "A rate above what Sophos documents.",
  "A retired OU that stands twice; a VIP group of another domain.",
  "A tenant that is mapped to a domain of no configured directory.",
  "A protect rule that matches every device, or none: its OU lies in no configured directory, its tenant is excluded, its hostname cannot be one.",
  "`policy.grace` of zero.",
  "`limits.perRun`, `perTenantPerDay` or the first step of the ramp of 0 in enforce; `maxShareOfTenant` or `maxShrink` above 0.5.",
];
