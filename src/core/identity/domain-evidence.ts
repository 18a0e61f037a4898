import type { Domain } from "../model/computer.ts";
import type { Endpoint } from "../model/endpoint.ts";
import type { Tenant } from "../model/tenant.ts";
import { isKnown } from "../model/unknown.ts";
import { hostnameKey } from "./keys.ts";
import { readLogin } from "./login.ts";
import type { DomainEvidence } from "./match.ts";

export interface DomainEvidenceInput {
  readonly tenant: Pick<Tenant, "id" | "name">;
  readonly endpoint: Pick<Endpoint, "hostname" | "person">;
  /** Every domain that any directory knows of. */
  readonly domains: readonly Domain[];
  /** Domains by tenant id or name, as configured. */
  readonly tenantDomains: Readonly<Record<string, readonly string[]>>;
}

/** What says to which domain an endpoint belongs, strongest first; empty when nothing does. */
export function domainEvidence(input: DomainEvidenceInput): readonly DomainEvidence[] {
  const name = isKnown(input.endpoint.hostname) ? hostnameKey(input.endpoint.hostname) : undefined;
  const mapped = mappedDomains(input.tenant, input.tenantDomains);
  const login = loginDomains(input, name?.host);
  return [
    { source: "fqdn" as const, domains: name?.domain === undefined ? [] : [name.domain] },
    { source: "tenant_mapping" as const, domains: mapped },
    { source: "login" as const, domains: login },
  ].filter((evidence) => evidence.domains.length > 0);
}

// By id first, which is surer than a name; and a tenant may be called `constructor`.
function mappedDomains(
  tenant: Pick<Tenant, "id" | "name">,
  mapping: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const key = [tenant.id, tenant.name].find((candidate) => Object.hasOwn(mapping, candidate));
  return key === undefined ? [] : (mapping[key] ?? []).map((domain) => domain.toLowerCase());
}

// The domain of the last user: the weakest, since users travel.
function loginDomains(input: DomainEvidenceInput, host: string | undefined): readonly string[] {
  const text = input.endpoint.person.viaLogin;
  const login = isKnown(text) ? readLogin(text, host, input.domains) : undefined;
  if (login?.kind === "domain_account") return login.domains;
  return login?.kind === "principal" && login.known ? [login.suffix] : [];
}
