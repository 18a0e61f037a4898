import { formatInstant } from "../core/model/instant.ts";
import type { Quarantined } from "../core/plan/quarantined.ts";

/** How long a quarantine lasts, in words. */
export const quarantineText = ({ until }: Pick<Quarantined, "until">): string =>
  until === undefined ? "until a person releases it" : `until ${formatInstant(until)}`;
