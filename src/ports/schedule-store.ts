import type { Instant } from "../core/model/instant.ts";
import type { Slot } from "./run-store.ts";

/** started: a run began for it · overlapped: another was under way · missed: nothing ran when it came, and it was too late after. */
export type SlotState = "started" | "overlapped" | "missed";

/** A slot, and what became of it. */
export interface NotedSlot extends Slot {
  readonly state: SlotState;
  /** The run that began for it. */
  readonly run: string | undefined;
}

/** What became of the slots of the schedule: each is noted once, by whichever process is first. */
export interface ScheduleStore {
  /** Takes a slot; false when it was taken before. */
  take(slot: Slot, state: SlotState, now: Instant): Promise<boolean>;
  /** Says what it came to in the end. */
  note(slot: Slot, state: SlotState, run: string | undefined): Promise<void>;
  /** The newest one of this name; undefined when there was none. */
  last(name: string): Promise<NotedSlot | undefined>;
}
