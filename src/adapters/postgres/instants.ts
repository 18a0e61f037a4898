import { instant, type Instant } from "../../core/model/instant.ts";

/** A nullable bigint column as an instant. */
export const instantOrNone = (value: number | null): Instant | undefined =>
  value === null ? undefined : instant(value);
