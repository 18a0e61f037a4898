import type { EndpointId, PlanId, TenantId } from "../../core/model/ids.ts";
import type { Mode } from "../../core/plan/plan.ts";
import { admitStored } from "../../flows/admit-stored.ts";
import { applyOnce } from "../../flows/apply-once.ts";
import { recordedRun, type AskedRun, type RunEnd } from "../../flows/recorded-run.ts";
import { runOnce } from "../../flows/run-once.ts";
import type { RunParts } from "../../flows/run-parts.ts";
import type { RunTold } from "../../flows/run-steps.ts";
import type { RunRecord, Slot } from "../../ports/run-store.ts";
import type { RunWatch } from "./run-watch.ts";

/** What is asked of the desk, in whose name. */
export interface RunAsk {
  readonly kind: "run" | "plan" | "apply";
  /** `schedule`, or the account of whoever asks. */
  readonly begunBy: string;
  readonly slot?: Slot;
  /** Nothing is sent, whatever the mode. */
  readonly dryRun: boolean;
  /** Of an `apply`. */
  readonly plan?: PlanId;
  /** Of an `apply`: only these of its items. */
  readonly items?: readonly { readonly tenant: TenantId; readonly endpoint: EndpointId }[];
  /** Of an `apply` that deletes: how many, as the person typed it. */
  readonly count?: number;
}

export type RunStart =
  | { readonly kind: "started"; readonly run: RunRecord }
  | { readonly kind: "refused"; readonly code: string; readonly detail: string };

/** Begins runs in the background of this process, one at a time, and stops them. */
export interface RunDesk {
  /** Resolves when it has begun, or why it has not. Faults: STORE_*, and what opening the house gives. */
  start(asked: RunAsk): Promise<RunStart>;
  /** Lets a run of this process end after what it is doing right now; false when no such run goes on here. */
  stop(id: string): boolean;
  /** The run of this process that goes on. */
  current(): RunRecord | undefined;
  /** When what goes on has ended: the signal has been given before. */
  ended(): Promise<void>;
}

export interface RunDeskParts {
  /** Opens the house in somebody's name. Faults: STORE_*, CONFIG_INVALID. */
  withSession<T>(actor: string, work: (session: RunParts) => Promise<T>): Promise<T>;
  readonly watch: RunWatch;
  /** What a run ended with that nobody waits for. */
  readonly trouble: (error: unknown) => void;
  readonly signal: AbortSignal;
}

export function createRunDesk(parts: RunDeskParts): RunDesk {
  const { watch, signal } = parts;
  let last: Promise<void> = Promise.resolve();
  return {
    start: async (asked) => {
      const { promise, resolve, reject } = Promise.withResolvers<RunStart>();
      let settled = false;
      const answer = (start: RunStart): void => {
        settled = true;
        resolve(start);
      };
      const carriedOut = parts
        .withSession(asked.begunBy, async (session) => begin(asked, session, answer, signal))
        .catch((error: unknown) => {
          // Before it has begun somebody waits for it; after that nobody does.
          if (settled) parts.trouble(error);
          else reject(error);
        });
      last = bothEnded(last, carriedOut);
      return promise;
    },
    stop: (id) => watch.stop(id),
    current: () => watch.current(),
    ended: async () => last,
  };
}

const bothEnded = async (earlier: Promise<void>, one: Promise<void>): Promise<void> => {
  await Promise.all([earlier, one]);
};

type Answer = (start: RunStart) => void;

async function begin(asked: RunAsk, session: RunParts, answer: Answer, signal: AbortSignal): Promise<void> {
  const mode: Mode = asked.dryRun ? "dry-run" : session.mode;
  if (asked.kind !== "apply") {
    const through = asked.kind === "plan" ? "plan" : "apply";
    return recorded(asked, mode, session, answer, signal, async (told, stop) =>
      runOnce({ mode, through }, session, told, stop),
    );
  }
  if (asked.plan === undefined)
    return answer({ kind: "refused", code: "plan_not_found", detail: "It has to be said which plan." });
  const admitted = await admitStored(
    { id: asked.plan, only: asked.items },
    { ...session, mode, now: session.clock.now() },
  );
  if (admitted.kind === "refused") return answer(admitted);
  const { length } = admitted.plan.items;
  // Whoever begins a deletion has read how many devices it is about.
  if (mode === "enforce" && asked.count !== length)
    return answer({ kind: "refused", code: "count_wrong", detail: `It is about ${length} devices.` });
  return recorded(asked, mode, session, answer, signal, async (told, stop) =>
    applyOnce({ ...admitted, mode }, session, told, stop),
  );
}

async function recorded(
  { kind, begunBy, slot, plan }: RunAsk,
  mode: Mode,
  session: RunParts,
  answer: Answer,
  signal: AbortSignal,
  work: (told: RunTold, signal: AbortSignal) => Promise<RunEnd>,
): Promise<void> {
  const { watcher } = session;
  const asked: AskedRun = {
    kind,
    mode,
    begunBy,
    ...(slot !== undefined && { slot }),
    ...(plan !== undefined && { plan }),
  };
  const parts: RunParts = {
    ...session,
    watcher: {
      ...watcher,
      begun: (run, stop) => {
        watcher.begun(run, stop);
        answer({ kind: "started", run });
      },
    },
  };
  const result = await recordedRun(asked, parts, SILENT, signal, work);
  if (result.kind === "refused") answer(result);
}

/** The record and the watcher are told of everything; a terminal there is none. */
const SILENT: RunTold = {
  begun: async () => Promise.resolve(),
  ended: async () => Promise.resolve(),
  progress: () => {},
};
