import type { Instant } from "../../core/model/instant.ts";

/** The instant as RFC 3339, UTC. */
export const instantText = (at: Instant): string => new Date(at).toISOString();
/** Its day, UTC. */
export const dayText = (at: Instant): string => instantText(at).slice(0, 10);
