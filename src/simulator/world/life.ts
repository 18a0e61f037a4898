// When a machine is switched on: a pure function of time, so that a world looks the same however often it was asked.

import { mix } from "./prng.ts";

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const NEVER = Number.POSITIVE_INFINITY;

/** The days of one machine, in epoch ms; NEVER for what does not happen. */
export interface Life {
  /** The machine's number: the key of its dice. */
  readonly key: number;
  readonly bornAt: number;
  /** Its last report before a silence. */
  readonly quietFrom: number;
  /** It reports again from here on. */
  readonly wakesAt: number;
  /** Servers run day and night. */
  readonly alwaysOn: boolean;
}

const unit = (...key: readonly number[]): number => mix(...key) / 0x1_0000_0000;

/** An agent reports about every five minutes: its last report is at most that old. */
const REPORT_EVERY = 300_000;
const SATURDAY = 6;

function isWorkday(seed: number, key: number, day: number): boolean {
  // Every seventh day at the latest, so that looking back is short.
  if ((day + key) % 7 === 0) return true;
  const weekday = (day + 4) % 7; // day 0, 1970-01-01, was a Thursday
  const share = weekday === 0 || weekday === SATURDAY ? 0.2 : 0.9;
  return unit(seed, 41, key, day) < share;
}

/** From when to when a machine is on during a UTC day, in epoch ms. */
function hoursOf(seed: number, key: number, day: number): readonly [on: number, off: number] {
  const on = day * DAY + (6 + 3 * unit(seed, 42, key, day)) * HOUR;
  return [on, on + (6 + 4 * unit(seed, 43, key, day)) * HOUR];
}

function lastReportOfLiving(seed: number, life: Life, at: number): number {
  const reported = at - Math.floor(REPORT_EVERY * unit(seed, 44, life.key));
  if (life.alwaysOn) return reported;
  for (let day = Math.floor(at / DAY); ; day--) {
    if (!isWorkday(seed, life.key, day)) continue;
    const [on, off] = hoursOf(seed, life.key, day);
    if (reported >= on) return Math.floor(Math.min(reported, off));
  }
}

/** The latest instant up to `at` at which the machine reported. It never goes back as `at` goes on. */
export function lastReport(seed: number, life: Life, at: number): number {
  if (at >= life.wakesAt) return Math.max(life.wakesAt, lastReportOfLiving(seed, life, at));
  if (at >= life.quietFrom) return life.quietFrom;
  return Math.max(life.bornAt, lastReportOfLiving(seed, life, at));
}

/** Whether it is on at this instant. */
export const isOn = (seed: number, life: Life, at: number): boolean =>
  (at < life.quietFrom || at >= life.wakesAt) && at - lastReport(seed, life, at) <= REPORT_EVERY;

/**
 * The latest of a row of instants, `everyDays` apart (from `everyDays` to `everyDays + spreadDays`, the machine's own),
 * up to `at` at which the machine was not silent: how lastLogonTimestamp and pwdLastSet move.
 */
export function lastRhythm(
  seed: number,
  life: Life,
  at: number,
  everyDays: number,
  spreadDays: number,
): number {
  const every = Math.floor((everyDays + spreadDays * unit(seed, 45, life.key)) * DAY);
  const until = at >= life.wakesAt ? at : Math.min(at, life.quietFrom);
  const beat = life.bornAt + Math.floor(Math.max(0, until - life.bornAt) / every) * every;
  // A beat that fell into the silence was made up for on waking.
  return beat > life.quietFrom && at >= life.wakesAt ? Math.max(beat, life.wakesAt) : beat;
}
