import { KEY_PREFIX } from "../../core/review/ticket-key.ts";
import type { TicketRight } from "../../ports/ticket-desk.ts";
import { APPROVALS, type SnApprovals } from "./service-now-approvals.ts";
import type { SnClient } from "./service-now-client.ts";
import { SnApproval, SnChoice, SnTicket } from "./service-now-records.ts";
import type { ServiceNowSetup } from "./service-now-setup.ts";

/** What the instance must have and the account must be allowed, as far as reads tell it. */
export async function checkServiceNow(
  { table, account, states, closed, approvers }: ServiceNowSetup,
  { rows }: SnClient,
  { userId }: SnApprovals,
  signal: AbortSignal,
): Promise<readonly TicketRight[]> {
  const people = await Promise.all(
    [account, ...approvers].map(async (user): Promise<TicketRight> => ({
      right: `see user ${user}`,
      held: (await userId(user, signal)) !== undefined,
      remedy: "write the user name as ServiceNow has it, and let Rollcall's user read sys_user",
    })),
  );
  const query = `element=state^nameIN${table},task`;
  const choices = await rows(
    "sys_choice",
    query,
    "element,value",
    SnChoice,
    (one) => one.element === "state",
    signal,
  );
  const known = new Set(choices.map((one) => one.value));
  const needed = [...new Set([states.open, states.resolved, ...closed])];
  await rows(
    table,
    `correlation_idSTARTSWITH${KEY_PREFIX}`,
    "correlation_id",
    SnTicket.pick({ correlation_id: true }),
    (one) => one.correlation_id.startsWith(KEY_PREFIX),
    signal,
  );
  await rows(
    APPROVALS,
    "sysapproval=none",
    "sysapproval",
    SnApproval.pick({ sysapproval: true }),
    (one) => one.sysapproval === "none",
    signal,
  );
  return [
    ...people,
    ...needed.map((state): TicketRight => ({
      right: `state ${state} of ${table}`,
      held: known.has(state),
      remedy: "write the value of the choice, not its label",
    })),
    {
      right: `change ${table}, and create and change approvals`,
      held: "unknown",
      remedy: `only a change proves it: ${account} needs write on ${table} and on ${APPROVALS}`,
    },
  ];
}
