// Changes that somebody makes in a directory after a world was made: its export shows them from then on.
import { generalizedTime, filetime } from "../../src/simulator/world/directory-encoding.ts";
import type { World, WorldDirectory } from "../../src/simulator/world/world.ts";

/** What becomes of the computer objects of one name. */
export interface DirectoryEdit {
  readonly at: number;
  /** The container it is moved to, without the domain. */
  readonly place?: string;
  readonly enabled?: true;
  readonly name?: string;
  readonly managedBy?: string;
  /** It logged on at `at`; the domain controller that was asked counts that as no change. */
  readonly loggedOn?: true;
}

/** By the common name as the world made it, as `nameKey` has it. */
export type DirectoryEdits = Map<string, DirectoryEdit>;

/** Central spells a hostname in its own way: in other letters, or with a domain. */
export const nameKey = (hostname: string): string => (hostname.split(".")[0] ?? "").toUpperCase();

const isNamed = (record: string, key: string): boolean =>
  record.includes("objectClass: computer") && nameKey(valueOf(record, "cn") ?? "") === key;

/** Whether a directory has a computer object of this name, deleted ones left out. */
export const holds = (directory: WorldDirectory, key: string): boolean =>
  [...directory.ldifRecords()].some((record) => isNamed(record, key) && !record.includes("isDeleted: TRUE"));

const unfold = (record: string): string => record.replaceAll("\n ", "");

const valueOf = (record: string, attribute: string): string | undefined =>
  new RegExp(`^${attribute}: (.*)$`, "m").exec(record)?.[1];

const set = (record: string, attribute: string, value: string): string =>
  valueOf(record, attribute) === undefined
    ? record.replace(/\n+$/, `\n${attribute}: ${value}\n\n`)
    : record.replace(new RegExp(`^${attribute}: .*$`, "m"), () => `${attribute}: ${value}`);

function edited(folded: string, baseDn: string, edits: DirectoryEdits): string {
  if (edits.size === 0 || !folded.includes("objectClass: computer")) return folded;
  const record = unfold(folded);
  const edit = edits.get(nameKey(valueOf(record, "cn") ?? ""));
  if (edit === undefined) return folded;
  let now = record;
  const { at, place, enabled, name, managedBy, loggedOn } = edit;
  if (place !== undefined || name !== undefined) {
    const dn = valueOf(record, "dn") ?? "";
    const container = place === undefined ? dn.slice(dn.indexOf(",") + 1) : `${place},${baseDn}`;
    const moved = `CN=${name ?? valueOf(record, "cn")},${container}`;
    now = set(set(now, "dn", moved), "distinguishedName", moved);
  }
  if (name !== undefined) {
    now = set(set(set(now, "cn", name), "name", name), "sAMAccountName", `${name.slice(0, 15)}$`);
    now = set(
      now,
      "dNSHostName",
      (valueOf(record, "dNSHostName") ?? ".").replace(/^[^.]*/, name.toLowerCase()),
    );
  }
  if (enabled === true) now = set(now, "userAccountControl", "4096");
  if (managedBy !== undefined) now = set(now, "managedBy", managedBy);
  return loggedOn === true
    ? set(now, "lastLogonTimestamp", filetime(at))
    : set(now, "whenChanged", generalizedTime(at));
}

/** The same directory, with the edits made. */
export const withEdits = (directory: WorldDirectory, edits: DirectoryEdits): WorldDirectory => {
  const records = (): string[] =>
    [...directory.ldifRecords()].map((record) => edited(record, directory.baseDn, edits));
  return { ...directory, ldif: () => records().join(""), ldifRecords: records };
};

/** A VIP of a directory: the DN as the group has it, and the login. */
export function vipOf(
  directory: WorldDirectory,
): { readonly dn: string; readonly login: string } | undefined {
  const records = [...directory.ldifRecords()].map(unfold);
  const dn = records
    .find((record) => valueOf(record, "dn") === directory.vipGroup)
    ?.match(/^member: .*$/gm)
    ?.map((line) => line.slice("member: ".length))
    .find((member) => member.includes("OU=People"));
  const person = records.find((record) => valueOf(record, "dn") === dn);
  const login = person === undefined ? undefined : valueOf(person, "sAMAccountName");
  return dn === undefined || login === undefined ? undefined : { dn, login };
}

/** When the computer objects of this name were last changed, epoch ms; the latest of them. */
export function changedAt(world: World, key: string): number {
  const dates = world.directories
    .flatMap((directory) => [...directory.ldifRecords()].map(unfold))
    .filter((record) => isNamed(record, key))
    .map((record) => {
      const digits = /^whenChanged: (\d{4})(\d\d)(\d\d)/m.exec(record);
      return digits === null
        ? Number.POSITIVE_INFINITY
        : Date.UTC(Number(digits[1]), Number(digits[2]) - 1, Number(digits[3]));
    });
  return Math.max(Number.NEGATIVE_INFINITY, ...dates);
}
