import { brakeHandlers } from "./brake-handlers.ts";
import { caseHandlers } from "./case-handlers.ts";
import { deletionHandlers } from "./deletion-handlers.ts";
import { deviceHandlers } from "./device-handlers.ts";
import { deviceDetail } from "./device-views.ts";
import { holdHandlers } from "./hold-handlers.ts";
import { findingHandlers } from "./finding-handlers.ts";
import { inventoryHandlers } from "./inventory-handlers.ts";
import { overviewHandlers } from "./overview-handlers.ts";
import { policyHandlers } from "./policy-handlers.ts";
import type { Handlers } from "./handler.ts";
import { ledgerHandlers } from "./ledger-handlers.ts";
import { meHandlers, type Self } from "./me-handlers.ts";
import { outboxHandlers } from "./outbox-handlers.ts";
import { planHandlers } from "./plan-handlers.ts";
import { runHandlers } from "./run-handlers.ts";
import type { RunDesk } from "../worker/run-desk.ts";
import type { Timetable } from "../../ports/timetable.ts";
import { tokenHandlers } from "./token-handlers.ts";
import { thresholdHandlers } from "./threshold-handlers.ts";
import { workerHandlers } from "./worker-handlers.ts";

export interface HandlerParts {
  readonly self: Self;
  /** Every kind of fact that there is. */
  readonly factKinds: readonly string[];
  /** Sends what is due to the sinks, soon and without being waited for. */
  readonly deliver: () => void;
  readonly desk: RunDesk;
  readonly timetables: readonly Timetable[];
  readonly newSecret: () => string;
}

/** Who answers which route. */
export const handlersOf = ({
  self,
  factKinds,
  deliver,
  desk,
  timetables,
  newSecret,
}: HandlerParts): Handlers => ({
  ...meHandlers(self),
  ...caseHandlers(deviceDetail),
  ...deviceHandlers,
  ...holdHandlers,
  ...deletionHandlers,
  ...findingHandlers,
  ...inventoryHandlers,
  ...policyHandlers,
  ...thresholdHandlers,
  ...overviewHandlers(timetables),
  ...planHandlers,
  ...runHandlers(desk, timetables),
  ...brakeHandlers,
  ...ledgerHandlers(factKinds),
  ...outboxHandlers(deliver),
  ...workerHandlers,
  ...tokenHandlers(newSecret),
});
