import type { Domain } from "../../core/model/computer.ts";
import { dnKey, liesIn } from "../../core/model/dn.ts";
import { isKnown, type Maybe } from "../../core/model/unknown.ts";
import { Fault } from "../../ports/fault.ts";
import { textOf, type LdapEntry } from "./entry.ts";
import { both, equals, hasBits } from "./filter.ts";
import { allOf, PAGE_SIZE } from "./paging.ts";
import type { Searcher } from "./search.ts";

/** A domain of the forest, with the DN at which it begins. */
export interface Partition {
  readonly dn: string;
  readonly domain: Domain;
}

/** FLAG_CR_NTDS_NC | FLAG_CR_NTDS_DOMAIN (MS-ADTS 2.2.10): a domain, not the configuration or schema. */
const DOMAIN_FLAGS = 3;

const map = <T, U>(value: Maybe<T>, change: (known: T) => U): Maybe<U> =>
  isKnown(value) ? change(value) : value;

function toPartition(entry: LdapEntry): Partition | undefined {
  const dn = textOf(entry, "nCName");
  const dns = textOf(entry, "dnsRoot");
  if (!isKnown(dn) || !isKnown(dns)) return undefined;
  const netbios = map(textOf(entry, "nETBIOSName"), (name) => name.toUpperCase());
  return { dn, domain: { dns: dns.toLowerCase(), netbios } };
}

/** The forest's domains with their DNS and NetBIOS names, from the Partitions container. Faults: DIRECTORY_RIGHTS when none can be read. */
export async function readPartitions(
  searcher: Searcher,
  configurationDn: string,
): Promise<readonly Partition[]> {
  const entries = await allOf(
    searcher,
    {
      base: `CN=Partitions,${configurationDn}`,
      scope: "one",
      filter: both(equals("objectClass", "crossRef"), hasBits("systemFlags", DOMAIN_FLAGS)),
      attributes: ["nCName", "dnsRoot", "nETBIOSName"],
    },
    PAGE_SIZE,
  );
  const partitions = entries.map(toPartition);
  if (partitions.length === 0 || partitions.includes(undefined)) {
    throw new Fault(
      "DIRECTORY_RIGHTS",
      `${searcher.label} does not let the account read the Partitions container.`,
      {
        base: `CN=Partitions,${configurationDn}`,
      },
    );
  }
  return partitions.filter((partition) => partition !== undefined);
}

/** The domain in which a DN lies: the innermost one, since a child domain's DN lies in its parent's too. */
export const partitionOf = (dn: string, partitions: readonly Partition[]): Partition | undefined =>
  partitions
    .filter((partition) => dnKey(dn) === dnKey(partition.dn) || liesIn(dn, partition.dn))
    .toSorted((a, b) => dnKey(b.dn).length - dnKey(a.dn).length)[0];
