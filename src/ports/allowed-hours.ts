import type { Instant } from "../core/model/instant.ts";

/** When deletions may be sent. */
export interface AllowedHours {
  isOpen(at: Instant): boolean;
  /** As configured, for people: `mon–fri 08:00–18:00 Europe/Berlin`. */
  readonly text: string;
}
