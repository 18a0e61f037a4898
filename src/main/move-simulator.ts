import { request } from "node:https";
import { text } from "node:stream/consumers";
import { UsageError } from "../cli/usage-error.ts";
import { formatInstant, MINUTE, type Instant } from "../core/model/instant.ts";
import { CLOCK_PATH } from "../simulator/move-clock.ts";
import { Fault } from "../ports/fault.ts";
import type { RollcallConfig } from "./config/normalise.ts";
import type { SecretRef } from "./config/secrets.ts";

/** Our clock and Central's may differ by this much before anything is refused: so little need not be moved. */
const TOLERANCE = 5 * MINUTE;

/**
 * Moves a running `rollcall simulate` to the instant of `--now`, so that both live at the same time. A simulator that
 * cannot be moved is left as it is, and one that does not answer is for the run itself to report.
 */
export async function moveSimulator({ sophos }: RollcallConfig, at: Instant): Promise<void> {
  const ca = authority(sophos.ca);
  if (ca === undefined) return;
  const answer = await put(new URL(CLOCK_PATH, sophos.idUrl), ca.pem, at);
  if (answer?.status !== 409) return;
  if (answer.date !== undefined && answer.date - at <= TOLERANCE) return;
  throw new UsageError(
    `--now ${formatInstant(at)}: the simulator is past that${answer.date === undefined ? "" : `, at ${new Date(answer.date).toISOString()}`}; its world does not go back`,
  );
}

/** The authority to trust; undefined when it cannot be read, which is for the run itself to report, at its source. */
function authority(ca: SecretRef | undefined): { readonly pem: string | undefined } | undefined {
  try {
    return { pem: ca?.read().reveal() };
  } catch (error) {
    if (error instanceof Fault && error.code === "SECRET_UNREADABLE") return undefined;
    throw error;
  }
}

interface Answer {
  readonly status: number;
  /** What its Date header says, epoch ms. */
  readonly date: number | undefined;
}

function put(url: URL, ca: string | undefined, at: Instant): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const call = request(
      url,
      { method: "PUT", timeout: 10_000, ...(ca !== undefined && { ca }) },
      (response) => {
        const date = Date.parse(response.headers.date ?? "");
        const answer = { status: response.statusCode ?? 0, date: Number.isNaN(date) ? undefined : date };
        text(response).then(
          () => resolve(answer),
          () => resolve(undefined),
        );
      },
    );
    call.on("timeout", () => call.destroy());
    call.on("error", () => resolve(undefined));
    call.end(JSON.stringify({ now: formatInstant(at) }));
  });
}
