import { describe, expect, it } from "vitest";
import { anEndpoint, TENANT } from "../../../test/build/evidence.ts";
import { missing } from "../model/unknown.ts";
import { domainEvidence } from "./domain-evidence.ts";

const DOMAINS = [{ dns: "corp.example.com", netbios: "CORP" }];

const evidence = (
  endpoint: Parameters<typeof anEndpoint>[0],
  tenantDomains: Readonly<Record<string, readonly string[]>> = {},
  name = "Acme GmbH",
) =>
  domainEvidence({
    tenant: { id: TENANT, name },
    endpoint: anEndpoint(endpoint),
    domains: DOMAINS,
    tenantDomains,
  });

const nobody = { person: { viaLogin: missing } };

describe("domain evidence", () => {
  it("comes from the name, the tenant and the login, strongest first", () => {
    expect(evidence({ hostname: "lap.Corp.Example.com" }, { "Acme GmbH": ["Corp.example.com"] })).toEqual([
      { source: "fqdn", domains: ["corp.example.com"] },
      { source: "tenant_mapping", domains: ["corp.example.com"] },
      { source: "login", domains: ["corp.example.com"] },
    ]);
  });

  it.each([
    ["nothing says anything", nobody],
    ["the name ends in .local", { ...nobody, hostname: "lap.local" }],
    ["the user is local", { person: { viaLogin: "LAP-0142\\jane" } }],
    ["the user is of an unknown domain", { person: { viaLogin: "jane@example.org" } }],
    ["the user is bare", { person: { viaLogin: "jane" } }],
  ])("there is none when %s", (_of, endpoint) => {
    expect(evidence(endpoint)).toEqual([]);
  });

  it("comes from an address at a known DNS domain", () => {
    expect(evidence({ person: { viaLogin: "jane@Corp.example.com" } })).toEqual([
      { source: "login", domains: ["corp.example.com"] },
    ]);
  });

  it("goes by the tenant's id before its name", () => {
    const mapping = { "Acme GmbH": ["name.example.com"], [TENANT]: ["id.example.com"] };

    expect(evidence(nobody, mapping)).toEqual([{ source: "tenant_mapping", domains: ["id.example.com"] }]);
  });

  it.each(["constructor", "__proto__", "toString"])("finds nothing for a tenant called %s", (name) => {
    expect(evidence(nobody, {}, name)).toEqual([]);
  });

  it("is none where a tenant is mapped to no domain: that is not any domain", () => {
    expect(evidence(nobody, { "Acme GmbH": [] })).toEqual([]);
  });
});
