// How many of each story an estate has.

import { HOLE_COUNT, incomplete } from "./incomplete-story.ts";
import { cluster, domainController, linux, mac, server } from "./infrastructure-stories.ts";
import {
  active,
  clone,
  disabledByMistake,
  drawer,
  parentalLeave,
  recycledName,
  unmanaged,
  vip,
} from "./living-stories.ts";
import { decommissioned, movedTenant, reimaged, tombstone } from "./retired-stories.ts";
import type { Stage } from "./stage.ts";

/** Plays number k of its kind; it casts one or two endpoints, and computers as it needs. */
type Script = (stage: Stage, k: number) => void;

interface Share {
  readonly script: Script;
  /** Of all endpoints. */
  readonly share: number;
  /** Endpoints in an estate of 200 or more: enough for every variant that matters. */
  readonly least: number;
}

/**
 * Shares of an estate that has been looked after so-so: one in ten decommissioned and still listed, one in ten a server,
 * the rest everyday machines. Rare stories occur oftener than in life, or no small estate would have them.
 */
const SHARES: readonly Share[] = [
  { script: decommissioned, share: 0.1, least: 20 },
  { script: tombstone, share: 0.02, least: 3 },
  { script: reimaged, share: 0.02, least: 4 },
  { script: movedTenant, share: 0.01, least: 3 },
  { script: drawer, share: 0.03, least: 5 },
  { script: parentalLeave, share: 0.008, least: 2 },
  { script: disabledByMistake, share: 0.01, least: 6 },
  { script: vip, share: 0.012, least: 6 },
  { script: recycledName, share: 0.012, least: 5 },
  { script: clone, share: 0.01, least: 4 },
  { script: unmanaged, share: 0.02, least: 4 },
  { script: server, share: 0.1, least: 20 },
  { script: cluster, share: 0.003, least: 3 },
  { script: domainController, share: 0.002, least: 2 },
  { script: mac, share: 0.04, least: 6 },
  { script: linux, share: 0.025, least: 6 },
  { script: incomplete, share: 0.02, least: HOLE_COUNT },
];

/** From here on every story occurs. */
const WHOLE_ESTATE = 200;

/** Plays an estate of about so many endpoints; what the stories leave over is everyday machines. */
export function playAll(stage: Stage, endpoints: number): void {
  for (const { script, share, least } of SHARES) {
    const wanted = Math.max(
      Math.round(share * endpoints),
      Math.floor((least * Math.min(endpoints, WHOLE_ESTATE)) / WHOLE_ESTATE),
    );
    const until = stage.endpoints.length + wanted;
    for (let k = 0; stage.endpoints.length < until; k++) script(stage, k);
  }
  for (let k = 0; stage.endpoints.length < endpoints; k++) active(stage, k);
}
