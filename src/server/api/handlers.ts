import type { DeviceDetail } from "../../api/devices.ts";
import type { Explanation } from "../../flows/explain.ts";
import { brakeHandlers } from "./brake-handlers.ts";
import { caseHandlers } from "./case-handlers.ts";
import type { Handlers } from "./handler.ts";
import { ledgerHandlers } from "./ledger-handlers.ts";
import { meHandlers, type Self } from "./me-handlers.ts";
import { outboxHandlers } from "./outbox-handlers.ts";
import { planHandlers } from "./plan-handlers.ts";
import { runHandlers } from "./run-handlers.ts";
import type { RunDesk } from "../worker/run-desk.ts";
import type { Timetable } from "../../ports/timetable.ts";

export interface HandlerParts {
  readonly self: Self;
  /** Every kind of fact that there is. */
  readonly factKinds: readonly string[];
  /** Sends what is due to the sinks, soon and without being waited for. */
  readonly deliver: () => void;
  readonly desk: RunDesk;
  readonly timetables: readonly Timetable[];
}

/** Who answers which route. */
export const handlersOf = ({
  self,
  factKinds,
  deliver,
  desk,
  timetables,
}: HandlerParts): Partial<Handlers> => ({
  ...meHandlers(self),
  ...caseHandlers(deviceOf),
  ...planHandlers,
  ...runHandlers(desk, timetables),
  ...brakeHandlers,
  ...ledgerHandlers(factKinds),
  ...outboxHandlers(deliver),
});

const deviceOf = (_one: Explanation): DeviceDetail | undefined => undefined;
