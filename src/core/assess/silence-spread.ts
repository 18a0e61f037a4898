import type { Policy } from "../model/policy.ts";
import { inactiveAfterDays, type DeviceClass } from "./device-class.ts";
import type { Disposition } from "./reason.ts";

// How long devices have been silent, as counts alone: enough to move the inactive thresholds and to see at once what it changes.

/** Devices that are alike as far as another inactive threshold is concerned. */
export interface SpreadCell {
  readonly deviceClass: DeviceClass;
  /** Whole days of silence. `online`: it reports, whatever its date; `unknown`: no date that can be believed. */
  readonly days: number | "online" | "unknown";
  /** What all its reasons but recently_seen come to. */
  readonly rest: Disposition;
  /** Other records are the same machine, and how long those are silent decides too. */
  readonly hangsOnOthers: boolean;
  readonly devices: number;
}

export interface SilenceSpread {
  readonly cells: readonly SpreadCell[];
  /** Devices that have to be judged first: they are in no cell. */
  readonly notJudged: number;
}

/** `unsure`: what becomes of them, only judging them says. */
export type Recount = Readonly<Record<Disposition | "unsure", number>>;

/** The dispositions under other inactive thresholds, all else as it was judged. Pure, and for a client as good as for us. */
export function recount(cells: readonly SpreadCell[], policy: Pick<Policy, "inactive">): Recount {
  const counts = { keep: 0, review: 0, retire: 0, unsure: 0 };
  for (const cell of cells) counts[dispositionIn(cell, policy)] += cell.devices;
  return counts;
}

function dispositionIn(cell: SpreadCell, policy: Pick<Policy, "inactive">): Disposition | "unsure" {
  const { deviceClass, days, rest, hangsOnOthers } = cell;
  if (days === "online") return "keep";
  // A date that is unknown is never read as recent, nor as old.
  if (days !== "unknown" && days < inactiveAfterDays(deviceClass, policy)) return "keep";
  return hangsOnOthers ? "unsure" : rest;
}
