import { dnKey, dnsOfDn, liesIn } from "../../core/model/dn.ts";
import type { ConfigPath } from "./config-problem.ts";
import { error, warning, type Remark, type Rule } from "./rule.ts";
import type { DirectoryFile } from "./schema.ts";

/** A rule on one directory. */
type DirectoryRule = (directory: DirectoryFile, path: ConfigPath) => readonly Remark[];

const each =
  (rule: DirectoryRule): Rule =>
  ({ sections }) =>
    sections.directories.flatMap((directory, index) =>
      directory === undefined ? [] : rule(directory, ["directories", index]),
    );

/** What a directory covers: its base DN, or for a file the DN that its domain's name spells. */
export const baseOf = (directory: DirectoryFile): string =>
  directory.type === "ldap"
    ? directory.baseDn
    : directory.domain.dns
        .split(".")
        .map((label) => `DC=${label}`)
        .join(",");

const namesUnique: Rule = ({ sections: { directories } }) =>
  directories.flatMap((directory, index) => {
    const first = directories.findIndex(
      (other) => other?.name.toLowerCase() === directory?.name.toLowerCase(),
    );
    return directory !== undefined && first < index
      ? [
          error(
            ["directories", index, "name"],
            `is the name of directories[${first}] too`,
            "give each directory a name of its own",
          ),
        ]
      : [];
  });

const somethingRetires: DirectoryRule = ({ retired }, path) =>
  retired.ous.length === 0 && !retired.disabledAccounts && !retired.deletedObjects
    ? [
        error(
          [...path, "retired"],
          "says of no computer that it is retired",
          "name retired.ous, or set disabledAccounts or deletedObjects",
        ),
      ]
    : [];

const ousInBase: DirectoryRule = (directory, path) => {
  const base = baseOf(directory);
  return directory.retired.ous.flatMap((ou, index) => {
    const at = [...path, "retired", "ous", index];
    if (dnKey(ou) === dnKey(base))
      return [
        error(
          at,
          "is the whole directory: every computer would be retired",
          "name the OU for retired computers",
        ),
      ];
    if (!liesIn(ou, base))
      return [
        error(at, `lies outside ${base}, so no computer of this directory is in it`, "correct its DC parts"),
      ];
    const twice = directory.retired.ous.findIndex((other) => dnKey(other) === dnKey(ou)) < index;
    return twice ? [warning(at, "stands in the list twice", "take one out")] : [];
  });
};

const vipGroupsInBase: DirectoryRule = (directory, path) =>
  directory.vipGroups.flatMap((group, index) =>
    dnsOfDn(group) === dnsOfDn(baseOf(directory))
      ? []
      : [
          warning(
            [...path, "vipGroups", index],
            "lies in another domain and may not be readable, which makes everyone a VIP",
            "name a group of this domain",
          ),
        ],
  );

const baseHasDomain: DirectoryRule = (directory, path) =>
  directory.type === "ldap" && dnsOfDn(directory.baseDn) === undefined
    ? [
        error(
          [...path, "baseDn"],
          "names no domain",
          "end it with DC parts, for instance DC=corp,DC=example,DC=com",
        ),
      ]
    : [];

const tenantDomainsKnown: Rule = ({ sections: { tenantDomains, directories } }) => {
  // Whether a directory that is wrong in itself has the domain cannot be said.
  if (directories.includes(undefined)) return [];
  const known = new Set(directories.map((one) => (one === undefined ? undefined : dnsOfDn(baseOf(one)))));
  return Object.entries(tenantDomains ?? {}).flatMap(([tenant, domains]) =>
    domains.flatMap((domain, index) =>
      known.has(domain.toLowerCase())
        ? []
        : [
            warning(
              ["tenantDomains", tenant, index],
              "is the domain of no configured directory, so its computers will not be found",
              "add the directory or correct the name",
            ),
          ],
    ),
  );
};

export const directoryRules: readonly Rule[] = [
  namesUnique,
  each(somethingRetires),
  each(ousInBase),
  each(vipGroupsInBase),
  each(baseHasDomain),
  tenantDomainsKnown,
];
