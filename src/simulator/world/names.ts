// What machines, sites and tenants are called.

import type { Dice } from "./prng.ts";

/** A site: its code in hostnames, and its OU's name as it stands in a DN. */
export interface Site {
  readonly code: string;
  readonly rdn: string;
}

export const SITES: readonly Site[] = [
  { code: "BER", rdn: "Berlin" },
  { code: "MUC", rdn: "München" }, // not ASCII: every DN below it is base64 in LDIF
  { code: "LYO", rdn: "Lyon Sud" },
  { code: "LAB", rdn: "R&D\\, Labor" }, // an escaped comma
  { code: "PRG", rdn: "Praha" },
];

/** The whole OU of a closed site was moved under the retired OU: no child noticed. */
export const CLOSED_SITE = "OU=Leipzig";
/** Moved there a few days ago, and by mistake. */
export const MISPLACED_SITE = "OU=Halle";

export const sitePlace = (site: Site): string => `OU=${site.rdn},OU=Devices`;

const digits = (number: number): string => String(number).padStart(6, "0");

/** Hostnames of at most 15 characters, unique by number. */
export const hostname = (prefix: string, site: Site, number: number): string =>
  `${prefix}-${site.code}-${digits(number)}`;

/** A name that NetBIOS cuts off at 15 characters; the cut is unique too. */
export const longHostname = (number: number): string => `NB${digits(number)}-NUERNBERG-OST`;

/** NetBIOS names, and so sAMAccountName without its `$`, end here. */
const NETBIOS_LENGTH = 15;
export const netbiosName = (name: string): string => name.slice(0, NETBIOS_LENGTH);

/** The name as an agent may report it: as it is, in lower case, or in some case of its own. */
export function reportedCase(name: string, dice: Dice): string {
  if (dice.chance(0.7)) return name;
  if (dice.chance(0.5)) return name.toLowerCase();
  return name
    .split("-")
    .map((part) => part.charAt(0) + part.slice(1).toLowerCase())
    .join("-");
}

// Two of one name, a slash, a quote, a formula and a comma: report writers and file names must cope.
const TENANT_NAMES = [
  "Acme GmbH",
  "Borealis A/S",
  "Contoso, Ltd.",
  "Dünen & Söhne KG",
  'Eiche "Holz" AG',
  "=Formula Racing",
  "Gamma Ltd",
  "Gamma Ltd",
] as const;

export const tenantName = (index: number): string => TENANT_NAMES[index] ?? `Customer ${index + 1}`;
