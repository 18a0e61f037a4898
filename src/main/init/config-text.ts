import type { InitAnswers, InitDirectory } from "../../cli/init/init-answers.ts";

// The configuration that `rollcall init` writes: few keys, each with what a person should know who reads it years later.

/** A value as YAML has it in double quotes, which JSON's are: nothing that is answered can be taken for YAML. */
const quoted = (value: string): string => JSON.stringify(value);
const list = (values: readonly string[]): string => `[${values.map(quoted).join(", ")}]`;

/** The annotated text for these answers. */
export function initConfigText({ store, central, directories }: InitAnswers): string {
  const lines = [
    "# Written by `rollcall init`. Every key with its default: docs/reference/config.md.",
    "",
    "# Everything that Rollcall remembers: an embedded database, or PostgreSQL.",
    `store: ${quoted(store ?? "pglite:./rollcall-data")}`,
    "",
    "# observe reports only · dry-run does everything but delete · enforce deletes, after a dry run with this very policy.",
    "mode: observe",
    "",
    "sophos:",
    ...(central.idUrl === undefined ? [] : [`  idUrl: ${quoted(central.idUrl)}`]),
    ...(central.apiUrl === undefined ? [] : [`  apiUrl: ${quoted(central.apiUrl)}`]),
    ...(central.allowedHosts === undefined
      ? []
      : ["  # A token is sent nowhere else.", `  allowedHosts: ${list(central.allowedHosts)}`]),
    "  # Role Service Principal Read-Only. Secrets are references only: env:NAME, file:PATH or credential:NAME.",
    "  reader:",
    `    clientId: ${quoted(central.clientId)}`,
    `    clientSecret: ${quoted(central.clientSecret)}`,
    "  # Needed in enforce only; role Service Principal Management:",
    "  # deleter: { clientId: env:ROLLCALL_DELETER_ID, clientSecret: env:ROLLCALL_DELETER_SECRET }",
    ...(central.ca === undefined ? [] : [`  tls: { ca: ${quoted(central.ca)} }`]),
    "",
    "# What says whether a device still exists.",
    "directories:",
    ...directories.flatMap(directoryLines),
    ...tenantDomainLines(directories),
    "",
    "# How long a device must be silent in Central, and its computer retired. When in doubt, Rollcall keeps.",
    "policy:",
    "  inactive: { computer: P30D, server: P90D }",
    "  grace: P14D",
    "",
    "# How much may be deleted at most; the ramp begins with one a day and grows with days without a mistake.",
    "limits:",
    "  perRun: 10",
    "  perTenantPerDay: 25",
    "",
    "# Before each deletion the way back is saved, sealed by this key: needed in enforce. See docs/guide/recovery.md.",
    "# vault: { key: file:/etc/rollcall/vault-key }",
  ];
  return `${lines.join("\n")}\n`;
}

function directoryLines(directory: InitDirectory): readonly string[] {
  const { name, retiredOus, vipGroups } = directory;
  return [
    `  - name: ${quoted(name)}`,
    ...(directory.type === "ldap"
      ? [
          "    type: ldap",
          `    url: ${quoted(directory.url)}`,
          `    bind: { user: ${quoted(directory.user)}, password: ${quoted(directory.password)} }`,
          ...(directory.ca === undefined ? [] : [`    tls: { ca: ${quoted(directory.ca)} }`]),
          `    baseDn: ${quoted(directory.baseDn)}`,
        ]
      : [
          "    type: file",
          "    # Export it anew before each run: an old export decides nothing.",
          `    path: ${quoted(directory.path)}`,
          `    domain: { dns: ${quoted(directory.domain.dns)}, netbios: ${quoted(directory.domain.netbios)} }`,
        ]),
    "    # Computers below these OUs are retired. disabledAccounts and deletedObjects can count too.",
    `    retired: { ous: ${list(retiredOus)} }`,
    ...(vipGroups === undefined || vipGroups.length === 0
      ? []
      : [
          "    # Devices of their members, nested groups included, are never deleted unasked.",
          `    vipGroups: ${list(vipGroups)}`,
        ]),
  ];
}

function tenantDomainLines(directories: readonly InitDirectory[]): readonly string[] {
  const domains = new Map<string, string[]>();
  for (const directory of directories) {
    for (const tenant of directory.tenants ?? []) {
      domains.set(tenant, [...(domains.get(tenant) ?? []), domainOf(directory)]);
    }
  }
  if (domains.size === 0) return [];
  return [
    "",
    "# Whose devices are in which domains: without it a device whose name has no domain is never proved to be a computer.",
    "tenantDomains:",
    ...[...domains].map(([tenant, of]) => `  ${quoted(tenant)}: ${list(of)}`),
  ];
}

/** The DNS name of its domain: of a base DN, what its DC parts say. */
function domainOf(directory: InitDirectory): string {
  if (directory.type === "file") return directory.domain.dns;
  const parts = [...directory.baseDn.matchAll(/(?:^|,)\s*DC\s*=\s*([^,]+)/gi)].map(([, part = ""]) =>
    part.trim(),
  );
  return parts.join(".").toLowerCase();
}
