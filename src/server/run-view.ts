import { RUN_STEPS, type RunView } from "../api/runs.ts";
import type { RecordedStep, RunRecord } from "../ports/run-store.ts";
import { timeText } from "./api/time-views.ts";

/** A run as the API tells it. */
export function runView(run: RunRecord): RunView {
  const { id, kind, mode, begunBy, slot, startedAt, endedAt, state, plan, outcomes, trouble } = run;
  return {
    id,
    kind,
    mode,
    begunBy,
    ...(slot !== undefined && { slotAt: timeText(slot.at) }),
    startedAt: timeText(startedAt),
    ...(endedAt !== undefined && { endedAt: timeText(endedAt) }),
    state,
    ...(plan !== undefined && { plan }),
    steps: run.steps.flatMap(stepView),
    outcomes: { ...outcomes },
    ...(trouble !== undefined && {
      trouble: {
        code: trouble.code,
        detail: trouble.detail,
        ...(trouble.remedy !== undefined && { remedy: trouble.remedy }),
      },
    }),
  };
}

/** A step that a newer Rollcall has recorded and this one does not know is left out. */
function stepView({ step, state, startedAt, endedAt, text: line }: RecordedStep): RunView["steps"] {
  const known = RUN_STEPS.find((one) => one === step);
  if (known === undefined) return [];
  return [
    {
      step: known,
      state,
      startedAt: timeText(startedAt),
      ...(endedAt !== undefined && { endedAt: timeText(endedAt) }),
      ...(line !== undefined && { text: line }),
    },
  ];
}
