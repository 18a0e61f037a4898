import { attributeOf } from "../../adapters/directory-export/property-names.ts";
import { dnKey, dnsOfDn, liesIn } from "../../core/model/dn.ts";
import type { ConfigPath } from "./config-problem.ts";
import { error, warning, type Remark, type Rule, type RuleInput } from "./rule.ts";
import type { SoundDirectory } from "./sound-parts.ts";

/** A rule on one directory. */
type DirectoryRule = (directory: SoundDirectory, path: ConfigPath) => readonly Remark[];

const each =
  (rule: DirectoryRule): Rule =>
  ({ sound: { directories } }) =>
    (directories ?? []).flatMap((directory, index) =>
      directory === undefined ? [] : rule(directory, ["directories", index]),
    );

/**
 * What a directory covers: its base DN, or for an export the DN that its domain's name spells. `undefined` while that cannot be
 * said.
 */
export const baseOf = (directory: SoundDirectory | undefined): string | undefined =>
  directory?.baseDn ??
  directory?.domain?.dns
    ?.split(".")
    .map((label) => `DC=${label}`)
    .join(",");

/** The bases of all directories; `undefined` while one of them cannot be said: then nothing is certain to lie outside. */
export function allBases({
  sound: { directories },
}: Pick<RuleInput, "sound">): readonly string[] | undefined {
  const bases = directories?.map(baseOf);
  return bases?.every((base) => base !== undefined) === true ? bases : undefined;
}

const namesUnique: Rule = ({ sound: { directories = [] } }) =>
  directories.flatMap((directory, index) => {
    const name = directory?.name?.toLowerCase();
    const first = directories.findIndex((other) => other?.name?.toLowerCase() === name);
    return name !== undefined && first < index
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
  retired?.ous?.length === 0 && retired.disabledAccounts === false && retired.deletedObjects === false
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
  const ous = directory.retired?.ous ?? [];
  return ous.flatMap((ou, index) => {
    if (ou === undefined || base === undefined) return [];
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
    const twice = ous.findIndex((other) => other !== undefined && dnKey(other) === dnKey(ou)) < index;
    return twice ? [warning(at, "stands in the list twice", "take one out")] : [];
  });
};

const vipGroupsInBase: DirectoryRule = (directory, path) => {
  const base = baseOf(directory);
  return (directory.vipGroups ?? []).flatMap((group, index) =>
    group === undefined || base === undefined || dnsOfDn(group) === dnsOfDn(base)
      ? []
      : [
          warning(
            [...path, "vipGroups", index],
            "lies in another domain and may not be readable, which makes everyone a VIP",
            "name a group of this domain",
          ),
        ],
  );
};

const baseHasDomain: DirectoryRule = ({ baseDn }, path) =>
  baseDn !== undefined && dnsOfDn(baseDn) === undefined
    ? [
        error(
          [...path, "baseDn"],
          "names no domain",
          "end it with DC parts, for instance DC=corp,DC=example,DC=com",
        ),
      ]
    : [];

const fieldsUnique: DirectoryRule = ({ fields }, path) => {
  const names = Object.keys(fields ?? {});
  return names.flatMap((name, index) => {
    const first = names.find((other) => attributeOf(other) === attributeOf(name));
    return first === undefined || attributeOf(name) === undefined || names.indexOf(first) === index
      ? []
      : [error([...path, "fields", name], `is the same attribute as ${first}`, "take one of them out")];
  });
};

const tenantDomainsKnown: Rule = ({ sound }) => {
  const bases = allBases({ sound });
  if (bases === undefined) return [];
  const known = new Set(bases.map(dnsOfDn));
  return Object.entries(sound.tenantDomains ?? {}).flatMap(([tenant, domains]) =>
    (domains ?? []).flatMap((domain, index) =>
      domain === undefined || known.has(domain.toLowerCase())
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
  each(fieldsUnique),
  tenantDomainsKnown,
];
