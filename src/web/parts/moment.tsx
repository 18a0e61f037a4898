import { useNow } from "./now.ts";
import { fromNow, localDay, localMinute, utc } from "./time.ts";

interface Props {
  /** RFC 3339. */
  readonly at: string;
  /** `day` and `minute` in the reader's zone; `relative` where the distance matters more than the date. */
  readonly as?: "day" | "minute" | "relative";
}

/** A time in the reader's own zone, with UTC in its title. */
export function Moment({ at, as = "minute" }: Props) {
  const now = useNow();
  const time = new Date(at);
  const shown = as === "relative" ? fromNow(time, now) : as === "day" ? localDay(time) : localMinute(time);
  const title = as === "relative" ? `${localMinute(time)} · ${utc(time)}` : utc(time);
  return (
    <time dateTime={at} title={title} className="num">
      {shown}
    </time>
  );
}
