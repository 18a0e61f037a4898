import { exitCodeOf } from "../../src/cli/exit-code.ts";
import { HOUR } from "../../src/core/model/instant.ts";
import { LEFT_OUT_TEXTS } from "../../src/core/plan/left-out-texts.ts";
import { FAILURES, type FailureClass } from "../../src/core/retire/failure-class.ts";
import { DELAYS_MS, RETRY_BUDGET } from "../../src/core/retire/quarantine.ts";
import { FAULTS, type FaultCode } from "../../src/ports/fault.ts";
import { PROBLEMS } from "../../src/server/problem.ts";
import { ACCESS_REFUSAL_TEXTS } from "./access-texts.ts";
import { FAILURE_TEXTS, WEIGHT_TEXTS } from "./failure-texts.ts";
import { FAULT_TEXTS } from "./fault-texts.ts";
import { SINK_TROUBLES, type SinkTroubleCode } from "../../src/ports/event-sink.ts";
import { SINK_REFUSAL_TEXTS, SINK_TROUBLE_TEXTS } from "./outbox-texts.ts";
import { code, page, table } from "./markdown.ts";
import {
  CASE_REFUSAL_TEXTS,
  GAP_TEXTS,
  HOLD_REFUSAL_TEXTS,
  INIT_REFUSAL_TEXTS,
  MOVE_REFUSAL_TEXTS,
  NOT_COVERED_TEXTS,
  OUTCOME_TEXTS,
  RECOVERY_REFUSAL_TEXTS,
  REFUSAL_TEXTS,
} from "./refusal-texts.ts";
import { WORKER_REFUSAL_TEXTS } from "./worker-texts.ts";

type Texts = Readonly<Record<string, string | readonly string[]>>;

const rows = (texts: Texts): string[][] =>
  Object.entries(texts).map(([name, text]) => [code(name), ...(typeof text === "string" ? [text] : text)]);

const hours = (ms: number): string => (ms === HOUR ? "an hour" : `${ms / HOUR} hours`);

/** Every code that a run can end, stop or leave something out with. */
export function errorsPage(): string {
  const faults = Object.keys(FAULTS) as FaultCode[];
  return page("Errors, refusals and outcomes", [
    "A *fault* is the world misbehaving: a code, a sentence that names the source, and a remedy. A *refusal* is an expected no. " +
      "Branch on codes, never on sentences. [Troubleshooting](../guide/troubleshooting.md) shows the common ones as they look.",
    "## Faults",
    "*Next* says what helps: `retry` by itself later, `wait`, a `human`, or `never`. While inventories are collected, the fault of one source " +
      "becomes a gap in its reading and stops no other source.",
    table(
      ["fault", "exit", "next", "means", "remedy"],
      faults.map((name) => {
        const { next, remedy } = FAULTS[name];
        return [code(name), String(exitCodeOf(name)), next, FAULT_TEXTS[name], remedy];
      }),
    ),
    "Wrong usage is told as `usage`, in JSON as the code `USAGE`, with exit code 2. A bug is told as `BUG` with exit code 1: please report it.",
    "## Refusals of a plan",
    "Exit code 3. Nothing was verified or sent.",
    table(["refusal", "means", "what to do"], rows(REFUSAL_TEXTS)),
    "## Refusals of init",
    "Exit code 3. Nothing was written.",
    table(["refusal", "means", "what to do"], rows(INIT_REFUSAL_TEXTS)),
    "## Refusals of a hold or a quarantine",
    "Exit code 3, from `rollcall hold add`, `rollcall hold lift` and `rollcall quarantine release`. Nothing was written.",
    table(["refusal", "means", "what to do"], rows(HOLD_REFUSAL_TEXTS)),
    "## Refusals of a case",
    "Exit code 3, from `rollcall case …`. Nothing was written. Those of a device's name and of a hold are above.",
    table(["refusal", "means", "what to do"], rows(CASE_REFUSAL_TEXTS)),
    "## Problems of the decision API",
    "Answers of [`rollcall serve`](../guide/integrations/webhook.md), as RFC 9457 has them; `code` is to branch on. Nothing was decided.",
    table(
      ["code", "status", "means", "what to do"],
      Object.entries(PROBLEMS).map(([name, { status, title, remedy }]) => [
        code(name),
        String(status),
        `${title}.`,
        remedy,
      ]),
    ),
    "## Refusals of recover and vault",
    "Exit code 3, from `rollcall recover` and `rollcall vault rotate|discard`, which also has `reason_unusable`. Only `no_password` leaves an entry in the ledger: the dossier was opened.",
    table(["refusal", "means", "what to do"], rows(RECOVERY_REFUSAL_TEXTS)),
    "## Refusals of store move",
    "Exit code 3, from `rollcall store move`. Nothing was written to the new database, and the old store is used as before.",
    table(["refusal", "means", "what to do"], rows(MOVE_REFUSAL_TEXTS)),
    "## Refusals of accounts and tokens",
    "Exit code 3, from `rollcall admin …` and `rollcall token …`. Nothing was written. What `rollcall serve` refuses is among its problems.",
    table(["refusal", "means", "what to do"], rows(ACCESS_REFUSAL_TEXTS)),
    "## Why a worker takes no jobs",
    "It says so, is listed with it by `rollcall status`, and takes jobs again when the reason is gone. The others go on, and so does the " +
      "[run](../guide/workers.md).",
    table(["code", "means", "what to do"], rows(WORKER_REFUSAL_TEXTS)),
    "## Troubles of a sink",
    "What keeps a [sink of the outbox](../guide/integrations/siem.md) from taking entries. After `retry` it is tried again by itself, later and later; `park` needs a " +
      "person and `rollcall outbox retry`. Nothing is lost, and nothing else waits for it.",
    table(
      ["trouble", "next", "means", "what to do"],
      Object.entries(SINK_TROUBLE_TEXTS).map(([name, [means, todo]]) => [
        code(name),
        SINK_TROUBLES[name as SinkTroubleCode],
        means,
        todo,
      ]),
    ),
    "Refusals of `rollcall outbox`, exit code 3:",
    table(["refusal", "means", "what to do"], rows(SINK_REFUSAL_TEXTS)),
    "## Why a candidate is not in the plan",
    table(["left out because", "means", "what to do"], rows(LEFT_OUT_TEXTS)),
    "What stops a tenant or a run is told in [breakers](breakers.md).",
    "## Outcomes of a planned endpoint",
    table(["outcome", "means", "what to do"], rows(OUTCOME_TEXTS)),
    "## Failures of an attempt",
    "What an attempt in enforce came to nothing of: `failure` in the ledger and in `--json`. One that *counts* uses up one of the endpoint's " +
      `${RETRY_BUDGET} attempts; both that and one that only *delays* leave the endpoint alone for ${hours(DELAYS_MS[0])} after the first failure, ` +
      `${hours(DELAYS_MS[1])} after the second and ${hours(DELAYS_MS[2])} after every further one. Attempts that are used up end in \`quarantined\` until a person releases it.`,
    table(
      ["failure", "for the endpoint", "when", "what to do"],
      Object.entries(FAILURE_TEXTS).map(([name, [when, todo]]) => [
        code(name),
        WEIGHT_TEXTS[FAILURES[name as FailureClass]],
        when,
        todo,
      ]),
    ),
    "## Gaps of a reading",
    "A reading with a gap is *incomplete* or *failed*. It changes nothing in the store, and nothing is concluded from it.",
    table(["gap", "means"], rows(GAP_TEXTS)),
    "## Tenants that are not covered",
    "Nothing is decided about them, they stop nobody else, and they change no exit code unless none is covered: read the table, or `notCovered` of `--json`.",
    table(["code", "means"], rows(NOT_COVERED_TEXTS)),
  ]);
}
