import { Temporal } from "temporal-polyfill";
import type { AllowedHours } from "../../ports/allowed-hours.ts";

/** As they are written, Monday first as ISO 8601 has it. */
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** `limits.hours`: days of the week, from one time of day to another, in a time zone. */
export interface HoursConfig {
  readonly days: readonly (typeof WEEKDAYS)[number][];
  readonly from: string;
  readonly to: string;
  /** IANA name. */
  readonly zone: string;
}

// ISO 8601 counts them from 1 for Monday, as Temporal does.
const NUMBER = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 } as const satisfies Record<
  (typeof WEEKDAYS)[number],
  number
>;

export function isTimeZone(name: string): boolean {
  // An offset such as +01:00 is none: it does not know summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false; // what Temporal prescribes for a name that is none
    throw error;
  }
}

/**
 * The hours as a question. From `from` on and before `to`, by the clock on the wall of the zone; where `to` is the earlier of
 * the two they go over midnight, and belong to the day on which they begin.
 */
export function allowedHours({ days, from, to, zone }: HoursConfig): AllowedHours {
  const open = new Set<number>(days.map((day) => NUMBER[day]));
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  return {
    isOpen: (at) => {
      const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
      const minutes = local.hour * 60 + local.minute;
      const today = open.has(local.dayOfWeek);
      if (begin < end) return today && minutes >= begin && minutes < end;
      const yesterday = open.has(local.dayOfWeek === 1 ? 7 : local.dayOfWeek - 1);
      return (today && minutes >= begin) || (yesterday && minutes < end);
    },
    text: `${days.join(", ")} ${from}–${to} ${zone}`,
  };
}

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
};
