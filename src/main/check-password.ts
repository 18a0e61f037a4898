import type { CentralConnection } from "../adapters/sophos-central/connection.ts";
import { guardedEndpoint, probePassword } from "../adapters/sophos-central/password-probe.ts";
import type { CheckRow } from "../cli/app.ts";
import type { Fact } from "../core/ledger/fact.ts";
import type { Tenant } from "../core/model/tenant.ts";
import { Fault } from "../ports/fault.ts";

type Row = Omit<CheckRow, "source">;

/**
 * Whether the deleter may read tamper-protection passwords, without which there is no dossier and no deletion: asked for one
 * endpoint of the first tenant. The answer is dropped unread, and the ledger says beforehand that it was asked for.
 * @param record writes into the ledger; undefined where there is none, and then nothing is asked
 * Thrown: CANCELLED.
 */
export async function checkPassword(
  connection: CentralConnection,
  tenants: readonly Tenant[],
  record: ((fact: Fact) => Promise<void>) | undefined,
  signal: AbortSignal,
): Promise<Row> {
  const [tenant] = tenants;
  const what = `read a tamper-protection password of ${tenant?.name ?? "a tenant"}`;
  const unknown = (detail: string): Row => ({ what, result: "unknown", detail });
  if (tenant === undefined) return unknown("it covers no tenant");
  if (record === undefined) {
    return unknown("not asked, since the ledger cannot record it: the first run makes the store");
  }
  try {
    const guarded = await guardedEndpoint(connection, tenant, signal);
    if (guarded === undefined) return unknown("no endpoint there has its tamper protection on");
    const { id: endpoint, hostname } = guarded;
    await record({ kind: "password_access_checked", tenant: tenant.id, endpoint, hostname });
    const answer = await probePassword(connection, tenant, endpoint, signal);
    return answer === "granted"
      ? { what, result: "ok", detail: `asked for the one of ${hostname}, and dropped unread` }
      : unknown(`Central has none for ${hostname}`);
  } catch (error) {
    if (!(error instanceof Fault) || error.code === "CANCELLED") throw error;
    const { code, message, remedy } = error;
    const weak = "too weak: without the password there is no dossier, and nothing is deleted.";
    const detail = code === "CENTRAL_FORBIDDEN" ? `${weak} ${message}` : `${message} ${remedy}`;
    return { what, result: "failed", detail };
  }
}
