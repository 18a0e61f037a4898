import { MINUTE } from "../model/instant.ts";
import type { Outcome, ReadBack, RemovalAnswer } from "./outcome.ts";

/**
 * How long a deletion may still be being applied although the endpoint can be read: one minute, as long as the flow reads
 * back. Too short would call a deletion failed that then happens, and so happens unrecorded; too long only keeps an intent
 * open.
 */
export const SETTLING_WINDOW_MS = MINUTE;

/** What was made of an answer and a reading. */
export interface Settlement {
  readonly outcome: Outcome;
  readonly settledBy: "answer" | "read_back";
}

export interface Settling {
  /** What the remover answered; undefined when the process died before an answer was written down. */
  readonly answer: RemovalAnswer | undefined;
  /** What reading the endpoint back found; undefined when that has not been done yet. */
  readonly readBack: ReadBack | undefined;
  /** Milliseconds since the answer or, without one, since the intent was written down. */
  readonly elapsedMs: number;
}

/**
 * What one removal came to, or that it must be read back first. Nothing is ever sent again.
 *
 * | answer              | absent       | present, in the window | present, after it | unreadable  |
 * |---------------------|--------------|------------------------|-------------------|-------------|
 * | deleted             | retired      | unconfirmed            | unconfirmed       | unconfirmed |
 * | unclear, none known | retired      | unconfirmed            | failed            | unconfirmed |
 * | not_deleted         | retired      | failed                 | failed            | unconfirmed |
 * | absent              | gone_already | unconfirmed            | failed            | unconfirmed |
 *
 * refused, throttled, not_sent → failed, and withheld → withheld, without reading: Central said that it applied nothing, or
 * nothing was sent.
 *
 * Why: a word of Central alone is never proof, so the four of the table are read back. Once we have sent a deletion and the
 * endpoint is gone, it counts as ours even if Central said otherwise: what counts as ours is watched, and has a way back.
 * `deleted` and yet there contradicts itself, so it stays open; the next start settles it as one without a known answer.
 */
export function settle({ answer, readBack, elapsedMs }: Settling): Settlement | "read_back" {
  const kind = answer === undefined ? "none" : answer.kind;
  switch (kind) {
    case "withheld":
      return { outcome: "withheld", settledBy: "answer" };
    case "refused":
    case "throttled":
    case "not_sent":
      return { outcome: "failed", settledBy: "answer" };
    case "deleted":
    case "not_deleted":
    case "absent":
    case "unclear":
    case "none":
      return readBack === undefined
        ? "read_back"
        : { outcome: outcomeOf(kind, readBack, elapsedMs), settledBy: "read_back" };
  }
}

/** A sent deletion: the kinds of answer that only a reading can settle. */
type Sent = "deleted" | "not_deleted" | "absent" | "unclear" | "none";

function outcomeOf(kind: Sent, readBack: ReadBack, elapsedMs: number): Outcome {
  switch (readBack) {
    case "unreadable":
      return "unconfirmed";
    case "absent":
      return kind === "absent" ? "gone_already" : "retired";
    case "present":
      if (kind === "deleted") return "unconfirmed";
      if (kind === "not_deleted") return "failed";
      // Written so that an elapsed time that is not a number leaves it open.
      return elapsedMs >= SETTLING_WINDOW_MS ? "failed" : "unconfirmed";
  }
}
