// One reading put together: computers to hand on, and what is known of the directory as a whole.
import type { Computer, Domain, OrganizationalUnit } from "../../core/model/computer.ts";
import type { Gap, GapCode } from "../../core/model/coverage.ts";
import { dnKey } from "../../core/model/dn.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import { isKnown, missing } from "../../core/model/unknown.ts";
import type { DirectoryVips } from "../../core/model/vip.ts";
import { computerOf, dnOf } from "./computer-entry.ts";
import { dateOf } from "./dates.ts";
import { firstValue, textIn, type ExportEntry } from "./export-entry.ts";
import { ExportProblem } from "./export-problem.ts";
import { refuseLostCharacters } from "./lost-characters.ts";
import { kindOf } from "./object-kind.ts";
import { principalOf, vipsOf, type Principal } from "./principals.ts";

export interface AssemblyOptions {
  readonly name: DirectoryName;
  /** What a message names before the line: a path, or what was asked. */
  readonly source: string;
  readonly domain: Domain;
  readonly deletedObjects: boolean;
  readonly vipGroups: readonly string[];
  /** The writer of the export knew ASCII only. */
  readonly ascii: boolean;
}

/** So many gaps are told one by one; a file with more has one cause, and the count says how far it reaches. */
const GAPS_TOLD = 20;

/** State of one reading, made anew for each. */
export function assembly(options: AssemblyOptions) {
  const own = { ...options.domain, dns: options.domain.dns.toLowerCase() };
  const domains = new Map<string, Domain>([[own.dns, own]]);
  const ous: OrganizationalUnit[] = [];
  const principals = new Map<string, Principal>();
  const ids = new Set<string>();
  const dns = new Set<string>();
  const gaps: Gap[] = [];
  let untold = 0;
  let computers = 0;
  let computersOfDomain = 0;
  let deleted = 0;

  function addGap(code: GapCode, detail: string): void {
    if (gaps.length < GAPS_TOLD) gaps.push({ code, detail });
    else untold++;
  }

  const addProblem = (problem: ExportProblem): void =>
    addGap(problem.gap, `${options.source}:${problem.at.line}:${problem.at.column}: ${problem.message}`);

  const domainNamed = (name: string | undefined): Domain =>
    name === undefined ? own : (domains.get(name) ?? { dns: name, netbios: missing });

  function takeComputer(entry: ExportEntry): Computer | undefined {
    const computer = computerOf(entry, options.name, domainNamed);
    if (ids.has(computer.id))
      throw new ExportProblem("record", entry.at, `the identity ${computer.id} stands in the export twice`);
    const key = dnKey(computer.dn);
    if (dns.has(key))
      throw new ExportProblem("record", entry.at, `${computer.dn} stands in the export twice`);
    ids.add(computer.id);
    dns.add(key);
    computers++;
    if (computer.domain.dns === own.dns) computersOfDomain++;
    if (computer.deleted) deleted++;
    return computer.deleted && !options.deletedObjects ? undefined : computer;
  }

  function takeCrossRef(entry: ExportEntry): void {
    const dnsRoot = textIn(entry, "dnsroot");
    const netbios = textIn(entry, "netbiosname");
    // The crossRefs of Configuration, Schema and DNS zones have no NetBIOS name: they are no domains.
    if (!isKnown(dnsRoot) || !isKnown(netbios)) return;
    const name = dnsRoot.toLowerCase();
    if (name !== own.dns) domains.set(name, { dns: name, netbios: netbios.toUpperCase() });
  }

  function takeEntry(entry: ExportEntry): Computer | undefined {
    refuseLostCharacters(entry, options.ascii);
    const kind = kindOf(entry);
    if (kind === "unclear")
      throw new ExportProblem(
        "record",
        entry.at,
        entry.values.size === 1
          ? "the object has a name and nothing else, and could be a computer: export with an account that may read it"
          : "the object has neither objectClass nor anything only a computer has: export objectClass too",
      );
    if (kind === "cross_ref") {
      takeCrossRef(entry);
      return undefined;
    }
    if (kind === "container") {
      ous.push({ dn: dnOf(entry), changedAt: dateOf(firstValue(entry, "whenchanged")) });
      return undefined;
    }
    if (options.vipGroups.length > 0)
      principals.set(dnKey(dnOf(entry)), principalOf(entry, kind === "group"));
    return kind === "computer" ? takeComputer(entry) : undefined;
  }

  return {
    addGap,
    addProblem,
    /** Takes an entry; gives back the computer it is, if it is one to hand on. A problem of the record alone becomes a gap. */
    take(entry: ExportEntry): Computer | undefined {
      try {
        return takeEntry(entry);
      } catch (error) {
        if (!(error instanceof ExportProblem && error.scope === "record")) throw error;
        addProblem(error);
        return undefined;
      }
    },
    /** The gaps so far, the untold ones as a number. */
    gaps: (): readonly Gap[] =>
      untold === 0
        ? [...gaps]
        : [
            ...gaps,
            { code: "record_malformed", detail: `${options.source}: and ${untold} more of the kind` },
          ],
    figures: () => ({ computers, computersOfDomain, deleted }),
    domains: (): readonly Domain[] => [...domains.values()],
    ous: (): readonly OrganizationalUnit[] => ous,
    vips: (): DirectoryVips => vipsOf(options.name, options.vipGroups, principals, [...domains.values()]),
  };
}
