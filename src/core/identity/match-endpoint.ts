// Which computer an endpoint is. A name finds candidates, the domain tells them apart; what remains open is said, never guessed.
import type { Computer } from "../model/computer.ts";
import type { Instant } from "../model/instant.ts";
import { isKnown } from "../model/unknown.ts";
import { domainEvidence, type DomainEvidenceInput } from "./domain-evidence.ts";
import { ALIAS_LENGTH, computerKeys, endpointKeys, hostnameKey, namesDisagree } from "./keys.ts";
import type { ComputerRef, DomainEvidence, Match, MatchDoubt } from "./match.ts";

/** A computer that may be the endpoint's. */
export interface CandidateComputer {
  readonly computer: Computer;
  /** Since when its directory no longer has it; undefined while it is there. */
  readonly goneAt: Instant | undefined;
}

export interface MatchInput extends DomainEvidenceInput {
  /** Every computer that shares the endpoint's host key or alias, in any directory; gone and deleted ones too. */
  readonly computers: readonly CandidateComputer[];
}

/**
 * The match of an endpoint. A computer agrees when every piece of domain evidence allows its domain:
 *
 *   living ones of this name   evidence   agreeing   tier
 *   none                       any        -          none
 *   one                        none       -          likely
 *   more                       none       -          ambiguous
 *   any number                 some       none       conflicting
 *   any number                 some       one        exact (likely where a doubt remains)
 *   any number                 some       more       ambiguous
 *
 * Deleted and gone computers count for nothing while a living one has the name.
 */
export function matchEndpoint(input: MatchInput): Match {
  const evidence = domainEvidence(input);
  const { hostKey, aliasKey } = endpointKeys({ ...input.endpoint, serialNumber: "" });
  const found = hostKey === undefined ? [] : input.computers;
  const named = found.filter(({ computer }) => computerKeys(computer).hostKey === hostKey);
  const aliased = found.filter(({ computer }) => {
    const keys = computerKeys(computer);
    return keys.hostKey !== hostKey && keys.aliasKey === aliasKey;
  });
  const allowed = ({ computer }: CandidateComputer): boolean =>
    evidence.every((piece) => agrees(computer, piece));

  const living = named.filter(isLiving);
  const rivals = aliased.filter((candidate) => isLiving(candidate) && allowed(candidate));
  if (living.length === 0) return unmatched(named, aliased.filter(isLiving), evidence, allowed);

  const agreeing = living.filter(allowed);
  const [one, ...others] = agreeing;
  if (one === undefined) return { tier: "conflicting", computers: refs(living), domainEvidence: evidence };
  if (others.length > 0) return { tier: "ambiguous", computers: refs(agreeing), domainEvidence: evidence };

  const [doubt, ...doubts] = doubtsOf(one.computer, evidence, hostKey, {
    rivals,
    namesakes: living.length - 1,
  });
  const match = { computer: refOf(one), domainEvidence: evidence };
  return doubt === undefined
    ? { tier: "exact", ...match }
    : { tier: "likely", doubts: [doubt, ...doubts], ...match };
}

export const isLiving = (candidate: CandidateComputer): boolean =>
  !candidate.computer.deleted && candidate.goneAt === undefined;

export const isSameRef = (a: ComputerRef, b: ComputerRef): boolean =>
  a.id === b.id && a.directory === b.directory;

function unmatched(
  named: readonly CandidateComputer[],
  aliased: readonly CandidateComputer[],
  evidence: readonly DomainEvidence[],
  allowed: (candidate: CandidateComputer) => boolean,
): Match {
  const vanished = named.filter(allowed);
  return {
    tier: "none",
    weak: refs(aliased),
    vanished: refs(vanished),
    vanishedAgrees: evidence.length > 0 && vanished.length > 0,
    domainEvidence: evidence,
  };
}

function doubtsOf(
  computer: Computer,
  evidence: readonly DomainEvidence[],
  hostKey: string | undefined,
  { rivals, namesakes }: { readonly rivals: readonly CandidateComputer[]; readonly namesakes: number },
): readonly MatchDoubt[] {
  const cutOff = hostKey !== undefined && Array.from(hostKey).length === ALIAS_LENGTH;
  const onlyLogins = evidence.length > 0 && evidence.every(({ source }) => source === "login");
  const doubts: readonly (MatchDoubt | false)[] = [
    evidence.length === 0 && "no_domain_evidence",
    namesDisagree(computer) && "own_names_disagree",
    namesakes > 0 && onlyLogins && "only_login_separates",
    cutOff && rivals.length > 0 && "alias_shared",
  ];
  return doubts.filter((doubt) => doubt !== false);
}

// In a disjoint namespace a machine's DNS suffix is not its directory's domain: its own FQDN then speaks for it as well.
function agrees(computer: Computer, piece: DomainEvidence): boolean {
  if (piece.domains.includes(computer.domain.dns)) return true;
  const own = isKnown(computer.dnsHostName) ? hostnameKey(computer.dnsHostName)?.domain : undefined;
  return piece.source === "fqdn" && own !== undefined && piece.domains.includes(own);
}

const refOf = ({ computer }: CandidateComputer): ComputerRef => ({
  directory: computer.directory,
  id: computer.id,
});

// In one order, so that the order in which they were read changes nothing.
const refs = (candidates: readonly CandidateComputer[]): readonly ComputerRef[] =>
  candidates.map(refOf).sort((a, b) => compare(a.directory, b.directory) || compare(a.id, b.id));

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
