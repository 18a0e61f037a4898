import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { someEvidence, somePolicy } from "../../../test/build/evidence-arbitrary.ts";
import {
  aBranchComputer,
  aComputer,
  aComputerId,
  anEndpoint,
  BRANCH,
  CORP,
  daysAgo,
  TENANT,
} from "../../../test/build/evidence.ts";
import type { Computer } from "../model/computer.ts";
import { missing } from "../model/unknown.ts";
import type { Match } from "./match.ts";
import { matchEndpoint, type CandidateComputer } from "./match-endpoint.ts";

const DOMAINS = [
  { dns: "corp.example.com", netbios: "CORP" },
  { dns: "branch.example.com", netbios: "BRANCH" },
];
const corp: Computer = aComputer();
const branch: Computer = aBranchComputer();
const second: Computer = aComputer({ id: aComputerId(3) });
const refs = {
  corp: { directory: CORP, id: aComputerId(1) },
  branch: { directory: BRANCH, id: aComputerId(2) },
};

const gone = (computer: Computer): CandidateComputer => ({ computer, goneAt: daysAgo(3) });
const deleted = (computer: Computer): CandidateComputer => ({
  computer: { ...computer, deleted: true },
  goneAt: undefined,
});

function match(
  endpoint: Parameters<typeof anEndpoint>[0],
  computers: readonly (Computer | CandidateComputer)[],
  tenantDomains: Readonly<Record<string, readonly string[]>> = {},
): Match {
  return matchEndpoint({
    tenant: { id: TENANT, name: "Acme" },
    endpoint: anEndpoint(endpoint),
    domains: DOMAINS,
    tenantDomains,
    computers: computers.map((one) => ("computer" in one ? one : { computer: one, goneAt: undefined })),
  });
}

const nobody = { person: { viaLogin: missing } };
const ofCorp = { person: { viaLogin: "CORP\\jane" } };

describe("the tier of a match", () => {
  it.each([
    ["exact: one, and the login agrees", match(ofCorp, [corp]), "exact"],
    ["likely: one of two, told apart by nothing but the login", match(ofCorp, [corp, branch]), "likely"],
    [
      "exact: one of two, told apart by the FQDN",
      match({ ...nobody, hostname: "LAP-0142.corp.example.com" }, [branch, corp]),
      "exact",
    ],
    [
      "exact: one of two, told apart by the tenant",
      match(nobody, [branch, corp], { Acme: ["corp.example.com"] }),
      "exact",
    ],
    [
      "exact: a dead one beside it counts for nothing",
      match(ofCorp, [corp, deleted(second), gone(second)]),
      "exact",
    ],
    [
      "exact: pre-staged, known by its account name only",
      match(ofCorp, [{ ...corp, dnsHostName: missing }]),
      "exact",
    ],
    [
      "exact: a disjoint namespace, by the computer's own FQDN",
      match({ ...nobody, hostname: "lap-0142.eng.example.com" }, [
        { ...corp, dnsHostName: "lap-0142.eng.example.com" },
      ]),
      "exact",
    ],
    ["likely: one, and no evidence", match(nobody, [corp]), "likely"],
    [
      "likely: a local login is no evidence",
      match({ person: { viaLogin: "LAP-0142\\x" } }, [corp]),
      "likely",
    ],
    ["likely: its own names disagree", match(ofCorp, [{ ...corp, samAccountName: "NEW$" }]), "likely"],
    ["ambiguous: two, and no evidence", match(nobody, [corp, branch]), "ambiguous"],
    ["ambiguous: two of one domain", match(ofCorp, [corp, second]), "ambiguous"],
    [
      "ambiguous: a replication conflict of it",
      match(ofCorp, [corp, { ...second, name: "LAP-0142\nCNF:1" }]),
      "ambiguous",
    ],
    [
      "ambiguous: a tenant of both domains",
      match(nobody, [corp, branch], { Acme: DOMAINS.map(({ dns }) => dns) }),
      "ambiguous",
    ],
    [
      "conflicting: the login points elsewhere",
      match({ person: { viaLogin: "BRANCH\\jo" } }, [corp]),
      "conflicting",
    ],
    [
      "conflicting: name and login contradict each other",
      match({ ...ofCorp, hostname: "lap-0142.branch.example.com" }, [corp, branch]),
      "conflicting",
    ],
    [
      "conflicting: a dead one agrees, a living one does not",
      match(ofCorp, [deleted(corp), branch]),
      "conflicting",
    ],
    [
      "conflicting: an FQDN of no domain we know",
      match({ ...nobody, hostname: "lap-0142.example.net" }, [corp]),
      "conflicting",
    ],
    ["none: no computer", match(ofCorp, []), "none"],
    ["none: no hostname", match({ ...ofCorp, hostname: missing }, [corp]), "none"],
    ["none: only dead ones", match(ofCorp, [deleted(corp), gone(second)]), "none"],
  ] as const)("is %s", (_of, found, tier) => {
    expect(found.tier).toBe(tier);
  });
});

describe("what a match names", () => {
  it("is the one computer that agrees", () => {
    expect(match(ofCorp, [branch, corp])).toMatchObject({ computer: refs.corp });
  });

  it("is every computer in question, in one order", () => {
    expect(match(nobody, [corp, branch])).toMatchObject({ computers: [refs.branch, refs.corp] });
    expect(match({ ...ofCorp, hostname: "lap-0142.branch.example.com" }, [corp, branch])).toMatchObject({
      computers: [refs.branch, refs.corp],
    });
  });

  it("says why it is only likely", () => {
    expect(match(nobody, [{ ...corp, samAccountName: "NEW$" }])).toMatchObject({
      doubts: ["no_domain_evidence", "own_names_disagree"],
    });
  });

  it("is what vanished, where no evidence denies it", () => {
    expect(match(ofCorp, [deleted(corp), gone(branch)])).toMatchObject({
      vanished: [refs.corp],
      vanishedAgrees: true,
    });
    expect(match(nobody, [deleted(corp), gone(branch)])).toMatchObject({
      vanished: [refs.branch, refs.corp],
      vanishedAgrees: false,
    });
    expect(match({ person: { viaLogin: "BRANCH\\jo" } }, [deleted(corp)])).toMatchObject({
      vanished: [],
      vanishedAgrees: false,
    });
  });
});

describe("the 15-character alias", () => {
  const long = aComputer({
    dnsHostName: "fifteen-letters-2.corp.example.com",
    samAccountName: "FIFTEEN-LETTERS$",
  });

  it("alone is no match, and is told", () => {
    expect(match({ ...ofCorp, hostname: "FIFTEEN-LETTERS-1" }, [long])).toMatchObject({
      tier: "none",
      weak: [refs.corp],
      vanished: [],
    });
    expect(match({ ...ofCorp, hostname: "FIFTEEN-LETTERS" }, [long]).tier).toBe("none");
  });

  it("of a dead computer is not even told", () => {
    expect(match({ ...ofCorp, hostname: "FIFTEEN-LETTERS-1" }, [deleted(long)])).toMatchObject({ weak: [] });
  });

  const short = aComputer({
    id: aComputerId(5),
    dnsHostName: "fifteen-letters.corp.example.com",
    samAccountName: "FIFTEEN-LETTERS$",
  });

  it("casts doubt on a name of just 15 characters, which may have been cut off", () => {
    expect(match({ ...ofCorp, hostname: "FIFTEEN-LETTERS" }, [short, long])).toMatchObject({
      tier: "likely",
      doubts: ["alias_shared"],
    });
  });

  it("casts none on a longer name, which was not cut off", () => {
    const longer = { ...short, dnsHostName: "fifteen-letters-1.corp.example.com" };

    expect(match({ ...ofCorp, hostname: "FIFTEEN-LETTERS-1" }, [longer, long]).tier).toBe("exact");
  });

  it("casts none where the other is of another domain, or dead", () => {
    const elsewhere = { ...long, domain: { dns: "branch.example.com", netbios: "BRANCH" } };

    expect(match({ ...ofCorp, hostname: "FIFTEEN-LETTERS" }, [short, elsewhere]).tier).toBe("exact");
    expect(match({ ...ofCorp, hostname: "FIFTEEN-LETTERS" }, [short, deleted(long)]).tier).toBe("exact");
  });
});

describe("laws of matching", () => {
  it("an exact match has evidence, and its computer is there, has the name, and is of a domain that the evidence allows", () => {
    fc.assert(
      fc.property(someEvidence, somePolicy(), (evidence, { tenantDomains }) => {
        const found = matchEndpoint({ ...evidence, domains: DOMAINS, tenantDomains });
        fc.pre(found.tier === "exact");
        const known = evidence.computers.find(({ computer }) => computer.id === found.computer.id);

        expect(found.domainEvidence.length).toBeGreaterThan(0);
        expect(known).toMatchObject({ goneAt: undefined, computer: { deleted: false } });
        for (const { source, domains } of found.domainEvidence) {
          if (source !== "fqdn") expect(domains).toContain(known?.computer.domain.dns);
        }
      }),
    );
  });

  it("a further living computer of the same name never makes a match surer", () => {
    const rank = { exact: 2, likely: 1, ambiguous: 0, conflicting: 0, none: 0 } as const;
    fc.assert(
      fc.property(someEvidence, somePolicy(), (evidence, { tenantDomains }) => {
        const input = { ...evidence, domains: DOMAINS, tenantDomains };
        const before = matchEndpoint(input);
        fc.pre(before.tier !== "none" && before.tier !== "conflicting");
        const rival = { computer: aComputer({ id: aComputerId(99) }), goneAt: undefined };

        const after = matchEndpoint({ ...input, computers: [...input.computers, rival] });

        expect(rank[after.tier]).toBeLessThanOrEqual(rank[before.tier]);
      }),
    );
  });
});
