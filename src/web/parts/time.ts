const DAY = 86_400_000;
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", 3_600_000],
  ["minute", 60_000],
];
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const minute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** `3 days ago`, `in 2 hours`, `just now`. Days up to two months: nobody who counts days wants them rounded. */
export function fromNow(at: Date, now: Date): string {
  const distance = at.getTime() - now.getTime();
  const far = Math.abs(distance);
  if (far < 60_000) return "just now";
  for (const [unit, length] of STEPS) {
    const fewest = unit === "month" ? 60 * DAY : unit === "year" ? 730 * DAY : length;
    if (far >= fewest) return relative.format(Math.trunc(distance / length), unit);
  }
  return "just now";
}

/** In the zone of the reader. */
export const localDay = (at: Date): string => day.format(at);
export const localMinute = (at: Date): string => minute.format(at);

/** `2026-11-24 18:40:05 UTC`, for the title of every time. */
export const utc = (at: Date): string => `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;

/** `3 days`, `4 h 10 min`: how long something takes or took. */
export function lasting(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (ms < 60_000) return `${Math.max(1, Math.round(ms / 1000))} s`;
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.round(minutes / 1440)} days`;
}

/** Today plus so many days, as a date field wants it. */
export const dayAfter = (now: Date, days: number): string =>
  new Date(now.getTime() + days * DAY).toISOString().slice(0, 10);
