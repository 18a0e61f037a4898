import type { ProtectRuleUse } from "../../ports/assessment-store.ts";
import type { Sql } from "./sql.ts";

/** Current endpoints by the protect rule that keeps them. Only records of protected ones are taken apart. */
export const protectRuleUse = async (sql: Sql): Promise<readonly ProtectRuleUse[]> =>
  sql.query<ProtectRuleUse>(
    `with protection as (
       select reason->'evidence'->>'setting' as setting,
         json_array_length(reason->'evidence'->'unknown') = 0 as certain
       from rollcall.device d join rollcall.assessment a using (tenant_id, endpoint_id)
         cross join json_array_elements(a.record->'reasons') reason
       where d.labels && array['protected'] and reason->>'code' = 'protected')
     select setting, count(*) filter (where certain) as met, count(*) filter (where not certain) as "mayMeet"
     from protection where setting is not null group by 1 order by 1`,
  );
