import { describe, expect, it } from "vitest";
import { HOUR, instant, MINUTE, type Instant } from "../core/model/instant.ts";
import type { Slot } from "../ports/run-store.ts";
import type { NotedSlot, ScheduleStore } from "../ports/schedule-store.ts";
import type { Timetable } from "../ports/timetable.ts";
import { takeSlots } from "./take-slots.ts";

const START = instant(Date.UTC(2026, 8, 1, 6));

/** Every hour on the hour. */
const hourly = (parts: Partial<Timetable> = {}): Timetable => ({
  name: "hourly",
  cron: "0 * * * *",
  zone: "UTC",
  missed: "run",
  missedWithinMs: 6 * HOUR,
  next: (after) => instant(Math.floor(after / HOUR) * HOUR + HOUR),
  ...parts,
});

/** Slots in memory, shared by as many processes as look at them. */
function aSchedule(): ScheduleStore & { readonly all: NotedSlot[] } {
  const all: NotedSlot[] = [];
  const find = ({ name, at }: Slot) => all.findIndex((one) => one.name === name && one.at === at);
  return {
    all,
    take: async (slot, state) => {
      if (find(slot) >= 0) return Promise.resolve(false);
      all.push({ ...slot, state, run: undefined });
      return Promise.resolve(true);
    },
    note: async (slot, state, run) => {
      all[find(slot)] = { ...slot, state, run };
      return Promise.resolve();
    },
    last: async (name) =>
      Promise.resolve(all.filter((one) => one.name === name).sort((a, b) => b.at - a.at)[0]),
  };
}

const look = async (
  schedule: ScheduleStore,
  at: Instant,
  { timetable = hourly(), since = START, busy = false } = {},
) =>
  takeSlots({
    store: { schedule },
    clock: { now: () => at, monotonic: () => at, sleep: async () => Promise.resolve() },
    timetables: [timetable],
    since,
    begin: async () => Promise.resolve(busy ? "under_way" : { run: `run at ${at}` }),
  });
const hours = (count: number, minutes = 0): Instant => instant(START + count * HOUR + minutes * MINUTE);

describe("slots of the schedule", () => {
  it("come at their time, once, whoever looks and however often", async () => {
    const schedule = aSchedule();
    expect(await look(schedule, hours(0, 59))).toEqual([]);
    const [first, second] = await Promise.all([look(schedule, hours(1)), look(schedule, hours(1))]);
    expect([...first, ...second]).toMatchObject([
      { at: hours(1), state: "started", run: `run at ${hours(1)}` },
    ]);
    expect(await look(schedule, hours(1, 30))).toEqual([]);
    expect(await look(schedule, hours(2))).toMatchObject([{ at: hours(2), state: "started" }]);
  });

  it("pass while a run is under way, and nothing is queued up", async () => {
    const schedule = aSchedule();
    expect(await look(schedule, hours(1), { busy: true })).toMatchObject([{ state: "overlapped" }]);
    expect(await look(schedule, hours(1, 20))).toEqual([]);
    expect(await look(schedule, hours(2))).toMatchObject([{ at: hours(2), state: "started" }]);
  });

  it("that were missed are made up for by one run, if it is not too late and not unwanted", async () => {
    const rare = hourly({
      next: (after) => instant(Math.floor(after / (12 * HOUR)) * 12 * HOUR + 12 * HOUR),
    });
    const due = rare.next(START) as Instant;
    const late = (ms: number) => instant(due + ms);
    // A slot was taken before, so that this process is known to have been away.
    const away = async () => {
      const schedule = aSchedule();
      await schedule.take({ name: "hourly", at: instant(due - 48 * HOUR) }, "started", due);
      return schedule;
    };

    const made = await away();
    expect(await look(made, late(5 * HOUR), { timetable: rare, since: late(5 * HOUR) })).toMatchObject([
      { at: due, state: "started" },
    ]);
    expect(made.all).toHaveLength(2);
    expect(await look(await away(), late(7 * HOUR), { timetable: rare })).toMatchObject([
      { at: due, state: "missed" },
    ]);
    const skipping = { ...rare, missed: "skip" } as const;
    expect(await look(await away(), late(HOUR), { timetable: skipping })).toMatchObject([
      { state: "missed" },
    ]);
  });

  it("before a schedule was first seen were not missed", async () => {
    expect(await look(aSchedule(), hours(10, 30), { since: hours(10, 29) })).toEqual([]);
  });
});
