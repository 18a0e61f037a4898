// The people of a domain. They are computed from their number, so that a hundred thousand take no memory.

import type { WorldDomain } from "./domain.ts";
import { mix } from "./prng.ts";

const FIRST = (
  "Anna Björn Chloé David Elif François Greta Hüseyin Ines Jürgen Katarzyna Łukasz Maria Nils Olga " +
  "Paul Quentin Renée Søren Tomáš Ulrike Victor Wiebke Xenia Yusuf Zoë"
).split(" ");
const LAST = (
  "Müller Schmidt Weber Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Schröder Neumann Braun " +
  "Zimmermann Krüger Hartmann Lange Groß Peters Jansen Öztürk Novák Kowalski Rossi Dubois García Nielsen " +
  "Andersson O'Brien Smith Taylor"
).split(" ");
/** Shared with no one else: nobody may be taken for a VIP because of a common name. */
const VIP_LAST = "Ahlefeld Bredow Castellani Dönhoff Eulenburg Fürstenau Galen Hatzfeld".split(" ");

/** A person's number within a domain: 0 and up for staff, −1 and down for VIPs. */
export type PersonNumber = number;

export interface WorldPerson {
  readonly number: PersonNumber;
  readonly vip: boolean;
  readonly first: string;
  readonly last: string;
  readonly display: string;
  /** sAMAccountName. */
  readonly login: string;
  readonly mail: string;
  readonly dn: string;
}

const ascii = (text: string): string =>
  text
    .replaceAll("ß", "ss")
    .replaceAll("ø", "o")
    .replaceAll("Ł", "L")
    .normalize("NFD")
    .replaceAll(/[^A-Za-z]/g, "")
    .toLowerCase();

/** The person with this number. Every VIP's DN has a comma and a quote in it, each escaped (RFC 4514). */
export function worldPerson(seed: number, domain: WorldDomain, number: PersonNumber): WorldPerson {
  const vip = number < 0;
  const draw = mix(seed, 31, domain.index, number);
  const rank = vip ? -number : number;
  const first = FIRST[draw % FIRST.length]!;
  const last = vip ? VIP_LAST[(rank - 1) % VIP_LAST.length]! : LAST[(draw >>> 8) % LAST.length]!;
  const login = `${ascii(last).slice(0, 7)}.${ascii(first).slice(0, 3)}${rank}`;
  const cn = vip ? `${last}\\, ${first} \\"V${rank}\\"` : `${last}\\, ${first} (${rank})`;
  return {
    number,
    vip,
    first,
    last,
    display: `${first} ${last}`,
    login,
    mail: `${login}@${domain.dns}`,
    dn: `CN=${cn},OU=People,${domain.baseDn}`,
  };
}
