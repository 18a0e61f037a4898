import type { SnClient } from "./service-now-client.ts";
import { standing } from "./service-now-history.ts";
import { APPROVAL_FIELDS, SnApproval, SnUser, type SnApproval as Approval } from "./service-now-records.ts";
import type { ServiceNowSetup } from "./service-now-setup.ts";

export const APPROVALS = "sysapproval_approver";
const USERS = "sys_user";

/** The approvals of a ticket: who is asked for one, and what is asked no more. */
export function snApprovals({ at, send, rows }: SnClient, { table, account, approvers }: ServiceNowSetup) {
  const approvalsOf = async (id: string, signal: AbortSignal): Promise<readonly Approval[]> =>
    rows(
      APPROVALS,
      `sysapproval=${id}`,
      APPROVAL_FIELDS,
      SnApproval,
      (one) => one.sysapproval === id,
      signal,
    );

  async function userId(user: string, signal: AbortSignal): Promise<string | undefined> {
    // What would end a condition is in no user name.
    if (/[\^=]/.test(user)) return undefined;
    const found = await rows(
      USERS,
      `user_name=${user}`,
      "sys_id,user_name",
      SnUser,
      (one) => one.user_name === user,
      signal,
    );
    return found.length === 1 ? found[0]?.sys_id : undefined;
  }

  /** Asks every approver. One that fails is found out when the ticket is read: without approvals nothing is asked. */
  async function askApprovers(id: string, signal: AbortSignal): Promise<void> {
    for (const user of approvers) {
      const approver = await userId(user, signal);
      if (approver === undefined) continue;
      const body = { sysapproval: id, approver, state: "requested", source_table: table };
      await send("POST", at(APPROVALS), body, "ask for approval", signal);
    }
  }

  async function cancel(id: string, which: (one: Approval) => boolean, signal: AbortSignal): Promise<void> {
    for (const one of standing(await approvalsOf(id, signal), account).filter(which))
      await send("PATCH", at(APPROVALS, one.sys_id), { state: "cancelled" }, "cancel approval", signal);
  }

  return { approvalsOf, userId, askApprovers, cancel };
}

export type SnApprovals = ReturnType<typeof snApprovals>;
