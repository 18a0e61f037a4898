import { liesIn } from "../core/model/dn.ts";
import type { Endpoint } from "../core/model/endpoint.ts";
import type { TenantId } from "../core/model/ids.ts";
import { instant } from "../core/model/instant.ts";
import type { Tenant } from "../core/model/tenant.ts";
import type { DossierRecord, Installer, Obtained } from "../core/retire/dossier.ts";
import { isKnown } from "../core/model/unknown.ts";
import { installerFor } from "../core/retire/installer.ts";
import type { Clock } from "../ports/clock.ts";
import type { DossierSubject } from "../ports/dossier-keeper.ts";
import type { EndpointSource } from "../ports/endpoint-source.ts";
import { Fault } from "../ports/fault.ts";

/** What a dossier is made of, the passwords apart. */
export interface ReadDossier {
  readonly endpoint: Endpoint;
  readonly record: unknown;
  readonly installer: Obtained<Installer>;
}

/** Reads what is no secret: the endpoint's whole record, and its installer. A tenant's installers are asked for once a run. */
export function dossierReader(central: EndpointSource): {
  read(subject: DossierSubject, signal: AbortSignal): Promise<ReadDossier | "absent">;
} {
  const offers = new Map<TenantId, readonly Installer[] | "forbidden">();

  async function offersOf(tenant: Tenant, signal: AbortSignal): Promise<readonly Installer[] | "forbidden"> {
    const known = offers.get(tenant.id);
    if (known !== undefined) return known;
    const offered = await unlessForbidden(central.installers(tenant, signal));
    offers.set(tenant.id, offered);
    return offered;
  }

  return {
    async read({ tenant, evidence }, signal) {
      const offered = await offersOf(tenant, signal);
      // Last, so that it is the newest reading of all.
      const read = await central.readRecord(tenant, evidence.endpoint.id, signal);
      if (read === "absent") return "absent";
      const installer: Obtained<Installer> =
        offered === "forbidden"
          ? { kind: "not_available", why: "forbidden" }
          : installerFor(read.endpoint, offered);
      return { ...read, installer };
    },
  };
}

/** Without the right to installers the way back leads through the console, which has them too: nothing that is lost by deleting. */
async function unlessForbidden(
  reading: Promise<readonly Installer[]>,
): Promise<readonly Installer[] | "forbidden"> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Fault && error.code === "CENTRAL_FORBIDDEN") return "forbidden";
    throw error;
  }
}

/** The part of the dossier that is no password. */
export function dossierRecord(
  { tenant, hostname, evidence, assessment }: DossierSubject,
  { endpoint, record, installer }: ReadDossier,
  tamper: DossierRecord["tamper"],
  clock: Clock,
): DossierRecord {
  const ous = evidence.directories.flatMap((directory) =>
    [...directory.ous.values()].map((ou) => ({ directory: directory.directory, ou })),
  );
  return {
    version: 1,
    tenant,
    hostname,
    record,
    endpoint,
    computers: evidence.computers.map((known) => ({
      ...known,
      ous: ous
        .filter(
          ({ directory, ou }) => directory === known.computer.directory && liesIn(known.computer.dn, ou.dn),
        )
        .map(({ ou }) => ou),
    })),
    match: assessment.match,
    reasons: assessment.reasons,
    daysInactive: assessment.daysInactive,
    readAt: instant(clock.now()),
    tamper,
    installer,
    ...(isKnown(evidence.memberOf) && { memberOf: evidence.memberOf }),
  };
}
