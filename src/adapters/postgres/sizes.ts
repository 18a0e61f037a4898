import { DAY } from "../../core/model/instant.ts";
import { DAYS_COMPARED } from "../../core/plan/shrink.ts";

const READING = "p.number, p.started_at, p.finished_at, p.size";
const COMPLETE = `from rollcall.collection p where p.source_kind = c.source_kind and p.source_name = c.source_name
  and p.coverage_kind = 'complete' and p.size is not null`;

/**
 * SQL of a JSON list: the sizes of the complete readings before collection `c`, the newest first. The one right before it,
 * and of each earlier UTC day the last one, for as many days as are compared: however often a day is read, it counts once.
 * It walks from day to day by the index, so that it costs the same after years.
 * @param less SQL of what is taken off the size of a reading `w`
 */
export const sizesBefore = (less: string): string => `(
  with recursive walk as (
    (select 1 as place, ${READING} ${COMPLETE} and p.number < c.number order by p.number desc limit 1)
    union all
    select w.place + 1, earlier.* from walk w cross join lateral (
      select ${READING} ${COMPLETE} and p.number < w.number and p.finished_at / ${DAY} < w.finished_at / ${DAY}
      order by p.number desc limit 1) earlier
    where w.place < ${DAYS_COMPARED})
  select coalesce(json_agg(w.size - ${less} order by w.place), '[]'::json) from walk w)`;
