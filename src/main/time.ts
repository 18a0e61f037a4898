import { createOffsetClock } from "../adapters/system/offset-clock.ts";
import { systemClock } from "../adapters/system/clock.ts";
import { UsageError } from "../cli/usage-error.ts";
import { parseInstant, type Instant } from "../core/model/instant.ts";
import { isKnown } from "../core/model/unknown.ts";
import type { Clock } from "../ports/clock.ts";
import { moveSimulator } from "./move-simulator.ts";
import type { RollcallConfig } from "./config/normalise.ts";

const LOOPBACK: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether both of Sophos' hosts are this machine: then it is a simulator, and time may be moved. */
const isSimulated = ({ sophos }: RollcallConfig): boolean =>
  [sophos.idUrl, sophos.apiUrl].every((url) => LOOPBACK.has(new URL(url).hostname));

/**
 * The clock of a run. Another time than now is accepted against a simulator only, since it would age every device; a
 * simulator that can be moved is moved there.
 */
export async function clockFor(now: string | undefined, config: RollcallConfig): Promise<Clock> {
  if (now === undefined) return systemClock;
  const at = instantArgument("--now", now);
  if (!isSimulated(config)) {
    throw new UsageError(
      "--now is for rehearsals: sophos.idUrl and sophos.apiUrl must be a simulator on this machine",
    );
  }
  await moveSimulator(config, at);
  return createOffsetClock(at);
}

/** An instant given on the command line, epoch ms. */
export function instantArgument(flag: string, text: string): Instant {
  const at = parseInstant(text);
  if (!isKnown(at))
    throw new UsageError(`${flag} ${text}: must be an instant in UTC, such as 2026-09-01T06:00:00Z`);
  return at;
}
