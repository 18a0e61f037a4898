import { tenantId } from "../core/model/ids.ts";
import type { NotCoveredTenant, Tenant } from "../core/model/tenant.ts";
import type { MergeFigures } from "../ports/inventory-store.ts";
import type { JobKind } from "../ports/jobs.ts";
import type { TenantCollection } from "./collect-tenant.ts";
import { countIn, coverageIn, fieldsIn, textIn, type Fields } from "./read-json.ts";
import type { TenantRead } from "./read-tenant.ts";

/** Reading one tenant. */
export const READ_TENANT: JobKind<Tenant, TenantRead> = {
  name: "read-tenant",
  keyOf: ({ id }) => id,
  readInput: (json) => {
    const fields = fieldsIn(json);
    const id = tenantId(textIn(fields?.["id"]) ?? "");
    const name = textIn(fields?.["name"]);
    const apiHost = textIn(fields?.["apiHost"]);
    if (id === undefined || name === undefined || apiHost === undefined) return undefined;
    return { id, name, apiHost, dataRegion: textIn(fields?.["dataRegion"]) };
  },
  readOutput: (json, tenant) => {
    const fields = fieldsIn(json);
    const collected = collectionIn(fields?.["collected"], tenant);
    const requests = countIn(fields?.["requests"]);
    if (collected === undefined || requests === undefined) return undefined;
    if (fields?.["unread"] === undefined) return { collected, unread: undefined, requests };
    const code = textIn(fieldsIn(fields["unread"])?.["code"]);
    return code === undefined
      ? undefined
      : { collected, unread: { tenantName: tenant.name, code }, requests };
  },
};

/** undefined as well when it is told of another tenant. */
function collectionIn(json: unknown, tenant: Tenant): TenantCollection | undefined {
  const fields = fieldsIn(json);
  if (fields === undefined || fieldsIn(fields["tenant"])?.["id"] !== tenant.id) return undefined;
  const coverage = coverageIn(fields["coverage"]);
  const counted = countIn(fields["counted"]);
  if (coverage === undefined || counted === undefined) return undefined;
  const refused = fieldsIn(fields["notCovered"]);
  return {
    tenant,
    coverage,
    counted,
    expected: countIn(fields["expected"]),
    figures: figuresIn(fieldsIn(fields["figures"])),
    notCovered: refused === undefined ? undefined : notCoveredIn(refused, tenant),
  };
}

/** For people: where they are not legible they are not known. */
export function figuresIn(fields: Fields | undefined): MergeFigures | undefined {
  const added = countIn(fields?.["added"]);
  const changed = countIn(fields?.["changed"]);
  const unchanged = countIn(fields?.["unchanged"]);
  const gone = countIn(fields?.["gone"]);
  if (added === undefined || changed === undefined || unchanged === undefined || gone === undefined)
    return undefined;
  return { added, changed, unchanged, gone };
}

/** A reading finds one reason only; whatever it says, the tenant is not covered. */
const notCoveredIn = (fields: Fields, { id, name }: Tenant): NotCoveredTenant => ({
  id,
  name,
  code: "forbidden",
  detail: textIn(fields["detail"]) ?? "refused",
});
