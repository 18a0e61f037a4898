// Everything in a domain that is no computer: containers with the date of their last change, people, groups, and what
// the forest knows of its domains.

import { generalizedTime, guidBytes, sidBytes } from "./directory-encoding.ts";
import { vipGroupDn, type WorldDomain } from "./domain.ts";
import { DAY } from "./life.ts";
import type { DirectoryEntry, LdifAttribute } from "./ldif-writer.ts";
import { CLOSED_SITE, MISPLACED_SITE, SITES } from "./names.ts";
import { worldPerson, type PersonNumber } from "./people.ts";
import { mix, uuid, UUID_KIND } from "./prng.ts";

/** An object, and whether a freshly provisioned domain has it already. */
export interface TreeEntry {
  readonly entry: DirectoryEntry;
  readonly provisioned: boolean;
}

/** The group inside the VIP group: its DN has a comma and a quote in it. */
const nestedVipGroup = (domain: WorldDomain): string =>
  `CN=Board \\"North\\"\\, Berlin,OU=Groups,${domain.baseDn}`;

const category = (domain: WorldDomain, name: string): string =>
  `CN=${name},CN=Schema,CN=Configuration,${domain.baseDn}`;

/** The unescaped value of a DN's first part. */
const rdnValue = (dn: string): string =>
  (/^[A-Za-z]+=((?:\\.|[^,\\])*)/.exec(dn)?.[1] ?? "").replaceAll(/\\(.)/g, "$1");

function object(
  seed: number,
  domain: WorldDomain,
  number: number,
  dn: string,
  classes: readonly string[],
  dates: { readonly createdAt: number; readonly changedAt?: number },
  rest: readonly LdifAttribute[] = [],
): DirectoryEntry {
  const rdn = dn.startsWith("OU=") ? "ou" : dn.startsWith("DC=") ? "dc" : "cn";
  const name = rdnValue(dn);
  return {
    dn,
    attributes: [
      ...classes.map((value): LdifAttribute => ["objectClass", value]),
      [rdn, name],
      ["distinguishedName", dn],
      ["instanceType", rdn === "dc" ? "5" : "4"],
      ["whenCreated", generalizedTime(dates.createdAt)],
      ["whenChanged", generalizedTime(dates.changedAt ?? dates.createdAt)],
      ["name", name],
      ["objectGUID", guidBytes(uuid(mix(seed, domain.index), UUID_KIND.directoryObject, number))],
      ...rest,
    ],
  };
}

const OU = ["top", "organizationalUnit"];
const CONTAINER = ["top", "container"];

/** The OU of each year in which something was retired, as they stood at `at`: the first is that of a year before `start`. */
function yearsOf(start: number, at: number): readonly number[] {
  const first = new Date(start - 410 * DAY).getUTCFullYear();
  const last = new Date(at).getUTCFullYear();
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Containers, parents first. `start` is when the world began, `at` the instant to show, both epoch ms. */
export function containers(seed: number, domain: WorldDomain, start: number, at: number): TreeEntry[] {
  const { baseDn } = domain;
  const old = { createdAt: start - 2_500 * DAY };
  const isOu = (rest: string, provisioned = false, dates: { createdAt: number; changedAt?: number } = old) =>
    ({ dn: `${rest},${baseDn}`, classes: OU, dates, provisioned, category: "Organizational-Unit" }) as const;
  const isContainer = (rest: string) =>
    ({
      dn: `${rest},${baseDn}`,
      classes: CONTAINER,
      dates: old,
      provisioned: true,
      category: "Container",
    }) as const;
  const rows = [
    isContainer("CN=Computers"),
    isContainer("CN=Users"),
    isContainer("CN=Managed Service Accounts"),
    isOu("OU=Domain Controllers", true),
    isOu("OU=Devices"),
    ...SITES.map((site) => isOu(`OU=${site.rdn},OU=Devices`)),
    isOu("OU=Servers"),
    isOu("OU=People"),
    isOu("OU=Groups"),
    isOu("OU=Disabled"),
    ...yearsOf(start, at).map((year) =>
      isOu(`OU=${year},OU=Disabled`, false, { createdAt: Date.UTC(year, 0, 1) }),
    ),
    // These came as a whole: the move shows here and on no child.
    isOu(`${CLOSED_SITE},OU=Disabled`, false, { ...old, changedAt: start - 40 * DAY }),
    isOu(`${MISPLACED_SITE},OU=Disabled`, false, { ...old, changedAt: start - 5 * DAY }),
  ];
  const head = object(seed, domain, 0, baseDn, ["top", "domain", "domainDNS"], old, [
    ["objectSid", sidBytes(domain.sid, 0).subarray(0, 24)],
    ["objectCategory", category(domain, "Domain-DNS")],
  ]);
  return [
    { entry: head, provisioned: true },
    ...rows.map((row, i) => ({
      entry: object(seed, domain, i + 1, row.dn, row.classes, row.dates, [
        ["objectCategory", category(domain, row.category)],
      ]),
      provisioned: row.provisioned,
    })),
  ];
}

/** The crossRefs in the Partitions container: NetBIOS name, DNS name and naming context of every domain this one knows. */
export function partitions(
  seed: number,
  domain: WorldDomain,
  domains: readonly WorldDomain[],
  start: number,
): TreeEntry[] {
  const known = domain.index === 0 ? domains : [domain];
  const old = { createdAt: start - 2_500 * DAY };
  const configuration = `CN=Configuration,${domain.baseDn}`;
  const forest: TreeEntry[] = [
    ["CN=Configuration", configuration, "configuration", "Configuration"],
    ["CN=Partitions", `CN=Partitions,${configuration}`, "crossRefContainer", "Cross-Ref-Container"],
  ].map(([, dn, objectClass, name], i) => ({
    entry: object(seed, domain, 9_000 + i, dn!, ["top", objectClass!], old, [
      ["objectCategory", category(domain, name!)],
    ]),
    provisioned: true,
  }));
  return [
    ...forest,
    ...known.map((other) => ({
      entry: object(
        seed,
        domain,
        9_100 + other.index,
        `CN=${other.netbios},CN=Partitions,${configuration}`,
        ["top", "crossRef"],
        old,
        [
          ["nCName", other.baseDn],
          ["dnsRoot", other.dns],
          ["nETBIOSName", other.netbios],
          ["systemFlags", "3"],
          ["objectCategory", category(domain, "Cross-Ref")],
        ],
      ),
      provisioned: other === domain,
    })),
  ];
}

const PERSON_RID = 10_000_000;
/** VIPs have negative numbers, and object numbers start behind the containers. */
const personObject = (number: PersonNumber): number => (number < 0 ? 10_000 - number : 100_000 + number);

/** A person's account: enabled, a VIP's and an absent parent's too. */
export function personEntry(
  seed: number,
  domain: WorldDomain,
  number: PersonNumber,
  start: number,
): DirectoryEntry {
  const person = worldPerson(seed, domain, number);
  const createdAt = start - (500 + (mix(seed, 71, domain.index, number) % 900)) * DAY;
  return object(
    seed,
    domain,
    personObject(number),
    person.dn,
    ["top", "person", "organizationalPerson", "user"],
    { createdAt, changedAt: start - (1 + (mix(seed, 72, domain.index, number) % 90)) * DAY },
    [
      ["sn", person.last],
      ["givenName", person.first],
      ["displayName", person.display],
      ["userAccountControl", "512"],
      ["objectSid", sidBytes(domain.sid, PERSON_RID + personObject(number))],
      ["sAMAccountName", person.login],
      ["userPrincipalName", person.mail],
      ["mail", person.mail],
      ["objectCategory", category(domain, "Person")],
    ],
  );
}

/** The nested group first, then the VIP group: every second VIP is one only by the group inside the group. */
export function vipGroups(
  seed: number,
  domain: WorldDomain,
  vips: readonly PersonNumber[],
  start: number,
): DirectoryEntry[] {
  const nested = nestedVipGroup(domain);
  const group = (number: number, dn: string, sam: string, members: readonly string[]) =>
    object(
      seed,
      domain,
      number,
      dn,
      ["top", "group"],
      { createdAt: start - 900 * DAY, changedAt: start - 20 * DAY },
      [
        ...members.map((member): LdifAttribute => ["member", member]),
        ["groupType", "-2147483646"], // global security group
        ["objectSid", sidBytes(domain.sid, PERSON_RID + number)],
        ["sAMAccountName", sam],
        ["objectCategory", category(domain, "Group")],
      ],
    );
  const dnOf = (number: PersonNumber): string => worldPerson(seed, domain, number).dn;
  return [
    group(9_500, nested, "Board-North", vips.filter((number) => number % 2 === 0).map(dnOf)),
    group(9_501, vipGroupDn(domain), "VIP", [...vips.filter((number) => number % 2 !== 0).map(dnOf), nested]),
  ];
}
