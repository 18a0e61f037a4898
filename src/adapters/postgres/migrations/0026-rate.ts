import type { Migration } from "./migration.ts";

// What has left for Sophos Central lately, for all processes on this database. A window is counted in slices, a fortieth of its length
// each. Asked in slice k, those from k-40 on cover whatever stretch of its length ends now, so that their sum may stand for all of
// them: no stretch ever lets more out, and a departure weighs at most one slice too long.
const TABLES = `
create table rollcall.rate_budget (
  name text primary key,
  -- Milliseconds since 1970 by the database's clock, and how far that ever went back: their sum does not.
  counted_at bigint not null default 0,
  went_back bigint not null default 0,
  blocked_until bigint not null default 0,
  refused_until bigint not null default 0
) with (fillfactor = 50);
create table rollcall.rate_slice (
  name text not null,
  window_ms bigint not null,
  slice bigint not null,
  taken integer not null,
  primary key (name, window_ms, slice)
) with (fillfactor = 50);
`;

// Locks the budget's row until the transaction ends, and only then looks at the clock: times come in the order of the locks. Whoever
// gives a time of their own rehearses.
const CLOCK = `
create function rollcall.rate_clock(budget text, given bigint) returns bigint language plpgsql as $$
declare
  known record;
  clock_ms bigint;
begin
  loop
    select counted_at, went_back into known from rollcall.rate_budget where name = budget for update;
    exit when found;
    insert into rollcall.rate_budget (name) values (budget) on conflict do nothing;
  end loop;
  clock_ms := coalesce(given, floor(extract(epoch from clock_timestamp()) * 1000)::bigint) + known.went_back;
  if clock_ms < known.counted_at then
    update rollcall.rate_budget set went_back = went_back + counted_at - clock_ms where name = budget;
    clock_ms := known.counted_at;
  end if;
  return clock_ms;
end
$$;
`;

// rooms: how many each window lets out, counting what is in it; of further_back, how many slices more are counted in.
const TAKE = `
create function rollcall.take_rate(
  budget text, windows bigint[], rooms integer[], further_back integer[], given bigint, out answer text, out ms bigint
) language plpgsql as $$
declare
  clock_ms bigint := rollcall.rate_clock(budget, given);
  known record;
begin
  select blocked_until, refused_until into known from rollcall.rate_budget where name = budget;
  if clock_ms < known.refused_until then
    answer := 'refused';
    ms := known.refused_until - clock_ms;
    return;
  end if;
  -- A window is full when the slices from some one on have as much as it lets out: there is room once the newest such slice is behind.
  select greatest(known.blocked_until, max(((full_from.slice + 41 + full_from.back) * full_from.window_ms + 39) / 40)) - clock_ms
    into ms
    from (
      select w.room, w.back, s.window_ms, s.slice, sum(s.taken) over (partition by s.window_ms order by s.slice desc) as since
        from unnest(windows, rooms, further_back) as w (window_ms, room, back)
        join rollcall.rate_slice s on s.name = budget and s.window_ms = w.window_ms
          and s.slice >= clock_ms * 40 / w.window_ms - 40 - w.back
    ) full_from
    where full_from.since >= full_from.room;
  if ms > 0 then
    answer := 'wait';
    return;
  end if;
  insert into rollcall.rate_slice as s (name, window_ms, slice, taken)
    select budget, w.window_ms, clock_ms * 40 / w.window_ms, 1 from unnest(windows) as w (window_ms)
    on conflict (name, window_ms, slice) do update set taken = s.taken + 1;
  delete from rollcall.rate_slice s using unnest(windows) as w (window_ms)
    where s.name = budget and s.window_ms = w.window_ms and s.slice < clock_ms * 40 / w.window_ms - 41;
  update rollcall.rate_budget set counted_at = clock_ms where name = budget;
  answer := 'taken';
  ms := 0;
end
$$;
`;

const HOLD = `
create function rollcall.hold_rate(budget text, block_ms bigint, refuse_ms bigint, given bigint) returns void language plpgsql as $$
declare
  clock_ms bigint := rollcall.rate_clock(budget, given);
begin
  update rollcall.rate_budget set counted_at = clock_ms,
    blocked_until = greatest(blocked_until, clock_ms + block_ms),
    refused_until = greatest(refused_until, clock_ms + refuse_ms)
    where name = budget;
end
$$;
`;

/** The rate budget that several processes share. */
export const rate: Migration = { version: 26, sql: TABLES + CLOCK + TAKE + HOLD };
