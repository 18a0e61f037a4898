import type { DeviceDetail } from "../../api/devices.ts";
import type { Explanation } from "../../flows/explain.ts";
import { brakeHandlers } from "./brake-handlers.ts";
import { caseHandlers } from "./case-handlers.ts";
import type { Handlers } from "./handler.ts";
import { ledgerHandlers } from "./ledger-handlers.ts";
import { meHandlers, type Self } from "./me-handlers.ts";
import { outboxHandlers } from "./outbox-handlers.ts";
import { planHandlers } from "./plan-handlers.ts";

export interface HandlerParts {
  readonly self: Self;
  /** Every kind of fact that there is. */
  readonly factKinds: readonly string[];
  /** Sends what is due to the sinks, soon and without being waited for. */
  readonly deliver: () => void;
}

/** Who answers which route. */
export const handlersOf = ({ self, factKinds, deliver }: HandlerParts): Partial<Handlers> => ({
  ...meHandlers(self),
  ...caseHandlers(deviceOf),
  ...planHandlers,
  ...brakeHandlers,
  ...ledgerHandlers(factKinds),
  ...outboxHandlers(deliver),
});

const deviceOf = (_one: Explanation): DeviceDetail | undefined => undefined;
