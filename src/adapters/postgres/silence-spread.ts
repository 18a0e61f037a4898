import type { DeviceClass } from "../../core/assess/device-class.ts";
import { CLOCK_TOLERANCE, EARLIEST } from "../../core/assess/last-seen.ts";
import type { Disposition } from "../../core/assess/reason.ts";
import type { SilenceSpread } from "../../core/assess/silence-spread.ts";
import type { Digest, TenantId } from "../../core/model/ids.ts";
import { DAY, type Instant } from "../../core/model/instant.ts";
import type { Sql } from "./sql.ts";

interface Cell {
  /** Null: these have to be judged first. */
  readonly device_class: DeviceClass | null;
  readonly otherwise: Disposition;
  readonly hangs_on_others: boolean;
  readonly online: boolean;
  readonly days: number | null;
  readonly devices: number;
}

/** One statement over everything, however large: a client recounts from what it gives. */
export async function silenceSpread(
  sql: Sql,
  policyHash: Digest,
  now: Instant,
  tenants: readonly TenantId[] | undefined,
): Promise<SilenceSpread> {
  const cells = await sql.query<Cell>(
    `with judged as (
       select e.last_seen_at, coalesce(e.volatile::json ->> 'online' = 'true', false) as online,
         case when a.policy_hash = $1 and (a.review_at is null or a.review_at > $2::bigint) and q.endpoint_id is null
           then a.device_class end as device_class, a.otherwise, a.hangs_on_others
       from rollcall.endpoint e
       left join rollcall.assessment a using (tenant_id, endpoint_id)
       left join rollcall.rejudge q using (tenant_id, endpoint_id)
       where e.gone_at is null and ($3::text[] is null or e.tenant_id = any ($3::text[])))
     select device_class, otherwise, hangs_on_others, online,
       case when not online and last_seen_at between ${EARLIEST} and $2::bigint + ${CLOCK_TOLERANCE}
         then greatest(0, ($2::bigint - last_seen_at) / ${DAY}) end as days, count(*) as devices
     from judged group by 1, 2, 3, 4, 5 order by 1, 5, 2, 3, 4`,
    [policyHash, now, tenants ?? null],
  );
  return {
    cells: cells.flatMap(({ device_class: deviceClass, otherwise, hangs_on_others, online, days, devices }) =>
      deviceClass === null
        ? []
        : [
            {
              deviceClass,
              days: online ? ("online" as const) : (days ?? ("unknown" as const)),
              rest: otherwise,
              hangsOnOthers: hangs_on_others,
              devices,
            },
          ],
    ),
    notJudged: cells.reduce((sum, cell) => sum + (cell.device_class === null ? cell.devices : 0), 0),
  };
}
