import { pullBrake, releaseBrake } from "./brake.ts";
import { answerCase, answerCases, assignCase, commentCase, listCases, readCase } from "./cases.ts";
import { listDeletions, markReturned, readRecovery, revealPassword } from "./deletions.ts";
import { addHold, liftHold, listDevices, listHolds, readDevice } from "./devices.ts";
import { listFindings } from "./findings.ts";
import { listSources, listTenants } from "./inventory.ts";
import { listLedger, verifyLedger } from "./ledger.ts";
import { listSinks, parkSink, retrySink } from "./outbox.ts";
import { readOverview } from "./overview.ts";
import { listPlans, readPlan } from "./plans.ts";
import { readBacktest, readPolicy, readSilence, whatIf } from "./policy.ts";
import type { Route } from "./route.ts";
import { listRuns, readRun, readSchedule, startRun, stopRun } from "./runs.ts";
import { createToken, listTokens, readMe, readSettings, revokeToken } from "./settings.ts";
import { listWorkers } from "./workers.ts";

/** The whole API. */
export const ROUTES = [
  readMe,
  readOverview,
  listDevices,
  readDevice,
  addHold,
  liftHold,
  listHolds,
  listCases,
  readCase,
  answerCases,
  answerCase,
  commentCase,
  assignCase,
  listPlans,
  readPlan,
  listRuns,
  readRun,
  startRun,
  stopRun,
  readSchedule,
  listDeletions,
  readRecovery,
  revealPassword,
  markReturned,
  listFindings,
  listTenants,
  listSources,
  readPolicy,
  readSilence,
  whatIf,
  readBacktest,
  pullBrake,
  releaseBrake,
  listLedger,
  verifyLedger,
  listSinks,
  parkSink,
  retrySink,
  readSettings,
  listWorkers,
  listTokens,
  createToken,
  revokeToken,
] as const satisfies readonly Route[];
