import type { Assessment } from "../../core/assess/assessment.ts";
import type { Evidence } from "../../core/assess/evidence.ts";
import type { Digest, EndpointId, TenantId } from "../../core/model/ids.ts";
import { instant, type Instant } from "../../core/model/instant.ts";
import type { AssessmentStore, StoredAssessment } from "../../ports/assessment-store.ts";
import { assessmentTotals } from "./assessment-totals.ts";
import { arisenFindings } from "./arisen-findings.ts";
import { computersWithoutEndpoint, saveComputerFindings } from "./computer-findings.ts";
import { storable } from "./copy-text.ts";
import { labelDevices } from "./device-rows.ts";
import { contextCache } from "./directory-context.ts";
import { evidenceOf } from "./evidence.ts";
import { instantOrNone } from "./instants.ts";
import { protectRuleUse } from "./protect-rule-use.ts";
import { lockQueue, queueDue, takeNext, type EndpointKey } from "./rejudge.ts";
import { silenceSpread } from "./silence-spread.ts";
import { atomically, type Sql } from "./sql.ts";

/** Decisions over one connection or transaction. */
export function assessmentStore(sql: Sql): AssessmentStore {
  const contexts = contextCache(sql);
  return {
    pending: (policyHash, now) => pending(sql, contexts, policyHash, now),
    current: (tenants) => current(sql, contexts, tenants),
    silenceSpread: async (policyHash, now, tenants) => silenceSpread(sql, policyHash, now, tenants),
    evidence: async (tenant, endpoint) => {
      const keys = [{ tenant_id: tenant, endpoint_id: endpoint }];
      const [evidence] = await evidenceOf(sql, keys, await contexts());
      return evidence;
    },
    save: async (assessments, policyHash, at) => {
      if (assessments.length === 0) return;
      await atomically(sql, async (tx) => {
        await lockQueue(tx);
        await save(tx, assessments, policyHash, at);
      });
    },
    find: async (tenant, endpoint) => find(sql, tenant, endpoint),
    totals: async () => assessmentTotals(sql),
    protectRuleUse: async () => protectRuleUse(sql),
    computersWithoutEndpoint: () => computersWithoutEndpoint(sql),
    arisenFindings: async (most) => atomically(sql, async (tx) => arisenFindings(tx, most)),
    saveComputerFindings: async (findings, at) =>
      atomically(sql, async (tx) => saveComputerFindings(tx, findings, at)),
  };
}

/** Endpoints a chunk: some 5 MB of evidence; larger ones were not faster. */
const CHUNK = 1_000;

const BEFORE_ALL: EndpointKey = { tenant_id: "", endpoint_id: "" };

async function* pending(
  sql: Sql,
  contexts: ReturnType<typeof contextCache>,
  policyHash: Digest,
  now: Instant,
): AsyncGenerator<readonly Evidence[]> {
  await atomically(sql, async (tx) => {
    await lockQueue(tx);
    await queueDue(tx, policyHash, now);
  });
  let after = BEFORE_ALL;
  for (;;) {
    const from = after;
    const keys = await atomically(sql, async (tx) => {
      await lockQueue(tx);
      return takeNext(tx, from, CHUNK);
    });
    const last = keys.at(-1);
    if (last === undefined) return;
    after = last;
    // Taken before it is read: what changes from here on is queued again.
    const evidence = await evidenceOf(sql, keys, await contexts());
    if (evidence.length > 0) yield evidence;
  }
}

async function* current(
  sql: Sql,
  contexts: ReturnType<typeof contextCache>,
  tenants: readonly TenantId[] | undefined,
): AsyncGenerator<readonly Evidence[]> {
  let after = BEFORE_ALL;
  for (;;) {
    const keys = await sql.query<EndpointKey>(
      `select tenant_id, endpoint_id from rollcall.endpoint
       where gone_at is null and (tenant_id, endpoint_id) > ($1, $2) and ($3::text[] is null or tenant_id = any ($3::text[]))
       order by tenant_id, endpoint_id limit ${CHUNK}`,
      [after.tenant_id, after.endpoint_id, tenants ?? null],
    );
    const last = keys.at(-1);
    if (last === undefined) return;
    after = last;
    const evidence = await evidenceOf(sql, keys, await contexts());
    if (evidence.length > 0) yield evidence;
  }
}

async function save(
  sql: Sql,
  assessments: readonly Assessment[],
  policyHash: Digest,
  at: Instant,
): Promise<void> {
  const tenants = assessments.map((assessment) => assessment.tenant);
  const endpoints = assessments.map((assessment) => assessment.endpoint);
  await sql.query(
    `insert into rollcall.assessment (tenant_id, endpoint_id, disposition, reasons, findings, record, review_at,
       recently_seen, evidence_hash, device_class, otherwise, hangs_on_others, policy_hash, assessed_at, candidate_since)
     select tenant_id, endpoint_id, disposition, string_to_array(reasons, ','), string_to_array(findings, ','),
       record::json, review_at, recently_seen, evidence_hash, device_class, otherwise, hangs_on_others, $13, $14::bigint,
       case when disposition = 'retire' then $14::bigint end
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::boolean[],
       $9::text[], $10::text[], $11::text[], $12::boolean[])
       a (tenant_id, endpoint_id, disposition, reasons, findings, record, review_at, recently_seen, evidence_hash,
         device_class, otherwise, hangs_on_others)
     on conflict (tenant_id, endpoint_id) do update set disposition = excluded.disposition,
       reasons = excluded.reasons, findings = excluded.findings, record = excluded.record,
       review_at = excluded.review_at, recently_seen = excluded.recently_seen,
       evidence_hash = excluded.evidence_hash, device_class = excluded.device_class, otherwise = excluded.otherwise,
       hangs_on_others = excluded.hangs_on_others, policy_hash = excluded.policy_hash, assessed_at = excluded.assessed_at,
       candidate_since = case when excluded.disposition = 'retire' and assessment.evidence_hash = excluded.evidence_hash
         then coalesce(assessment.candidate_since, excluded.candidate_since) else excluded.candidate_since end`,
    [
      tenants,
      endpoints,
      assessments.map((assessment) => assessment.disposition),
      assessments.map((assessment) => codes(assessment.reasons)),
      assessments.map((assessment) => codes(assessment.findings)),
      assessments.map(recordText),
      assessments.map((assessment) => assessment.reviewAt ?? null),
      assessments.map(isRecentlySeen),
      assessments.map((assessment) => assessment.evidenceHash),
      assessments.map(({ apartFromSilence }) => apartFromSilence?.deviceClass ?? null),
      assessments.map(({ apartFromSilence }) => apartFromSilence?.disposition ?? null),
      assessments.map(({ apartFromSilence }) => apartFromSilence?.hangsOnOthers ?? null),
      policyHash,
      at,
    ],
  );
  await labelDevices(sql, assessments);
  await sql.query(
    `delete from rollcall.rejudge q using unnest($1::text[], $2::text[]) a (tenant_id, endpoint_id)
     where q.tenant_id = a.tenant_id and q.endpoint_id = a.endpoint_id and q.taken`,
    [tenants, endpoints],
  );
}

/** SQL takes these records apart, which it cannot where a text of the device holds a U+0000 or a lone surrogate. */
const recordText = (assessment: Assessment): string =>
  JSON.stringify(assessment, (_key, value: unknown) => (typeof value === "string" ? storable(value) : value));

/** Codes as one text: they are words without commas. */
const codes = (items: readonly { readonly code: string }[]): string =>
  items.map((item) => item.code).join(",");

const isRecentlySeen = ({ disposition, reasons }: Assessment): boolean =>
  disposition === "keep" && reasons.some((reason) => reason.code === "recently_seen");

async function find(sql: Sql, tenant: TenantId, endpoint: EndpointId): Promise<StoredAssessment | undefined> {
  const [row] = await sql.query<{
    record: Assessment;
    policy_hash: Digest;
    assessed_at: number;
    candidate_since: number | null;
  }>(
    `select record, policy_hash, assessed_at, candidate_since from rollcall.assessment
     where tenant_id = $1 and endpoint_id = $2`,
    [tenant, endpoint],
  );
  return row === undefined
    ? undefined
    : {
        assessment: row.record,
        policyHash: row.policy_hash,
        assessedAt: instant(row.assessed_at),
        candidateSince: instantOrNone(row.candidate_since),
      };
}
