import type { EndpointId } from "../model/ids.ts";
import { DAY, type Instant } from "../model/instant.ts";

/** How long Central keeps its events; with an older date or cursor it answers 400, or silently from a day ago on (SIEM API). */
export const EVENTS_KEPT = DAY;

/** Something that Central tells of an endpoint when a machine enrols, is protected again, or is merged with its duplicate. */
export interface RegistrationEvent {
  readonly kind: "registered" | "reprotected" | "deduplicated";
  /** Undefined where the event names none that is legible. */
  readonly endpoint: EndpointId | undefined;
  /** The machine's name as the event has it. */
  readonly hostname: string | undefined;
  readonly at: Instant;
}
