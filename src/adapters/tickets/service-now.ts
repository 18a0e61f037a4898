import type * as z from "zod";
import { KEY_PREFIX } from "../../core/review/ticket-key.ts";
import type { HttpCall } from "../system/http-call.ts";
import type { TicketDesk, TicketRef, TicketRight, TicketWritten } from "../../ports/ticket-desk.ts";
import { deskRead, deskWrite, parsedBy, shapeFault } from "./desk-call.ts";
import { readSnTicket, standing } from "./service-now-history.ts";
import {
  APPROVAL_FIELDS,
  SnApproval,
  SnChoice,
  snRow,
  snRows,
  SnTicket,
  SnUser,
  TICKET_FIELDS,
  type SnApproval as Approval,
} from "./service-now-records.ts";
import type { ServiceNowOptions } from "./service-now-setup.ts";

/** More than any search of ours can find, and a bound for one that ServiceNow did not understand. */
const MOST = 1_000;

/** ServiceNow over the Table API, answered by its own approvals. */
export function serviceNow(options: ServiceNowOptions): TicketDesk {
  const { name, url, http, table, account, states, closed, closeCode, assignmentGroup, approvers } = options;
  const parsed = parsedBy(http);
  const at = (where: string, id?: string): string =>
    `/api/now/table/${encodeURIComponent(where)}${id === undefined ? "" : `/${encodeURIComponent(id)}`}`;
  const plain = { sysparm_exclude_reference_link: "true", sysparm_display_value: "false" };
  const refOf = (id: string): TicketRef => ({ id, url: `${url}/${table}.do?sys_id=${id}` });
  const send = async (
    method: "POST" | "PATCH",
    path: string,
    body: unknown,
    purpose: string,
    signal: AbortSignal,
  ) => {
    const headers = { "content-type": "application/json" };
    const query = { ...plain, sysparm_fields: "sys_id" };
    const call: HttpCall = { method, path, query, headers, body: JSON.stringify(body), purpose };
    return deskWrite(http, call, signal);
  };

  /** ServiceNow leaves out a condition that it does not understand, and then gives every row: each one is looked at again. */
  async function rows<T extends z.ZodType<object>>(
    where: string,
    sysparm_query: string,
    fields: string,
    row: T,
    fits: (one: z.output<T>) => boolean,
    signal: AbortSignal,
  ): Promise<readonly z.output<T>[]> {
    const query = { ...plain, sysparm_query, sysparm_fields: fields, sysparm_limit: `${MOST}` };
    const read = await deskRead(
      http,
      { method: "GET", path: at(where), query, purpose: `search ${where}` },
      signal,
    );
    if (read.kind !== "json") throw shapeFault(http, `${where} cannot be searched`);
    const { result } = parsed(snRows(row), read.value);
    if (!result.every(fits)) throw shapeFault(http, `${where} was not searched by what was asked for`);
    if (result.length >= MOST) throw shapeFault(http, `${where} has more rows than can be read`);
    return result;
  }

  async function fetchTicket(id: string, signal: AbortSignal) {
    const query = { ...plain, sysparm_fields: TICKET_FIELDS };
    const read = await deskRead(
      http,
      { method: "GET", path: at(table, id), query, purpose: "read ticket" },
      signal,
    );
    return read.kind === "json" ? parsed(snRow(SnTicket), read.value).result : undefined;
  }

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

  async function change(
    id: string,
    body: unknown,
    holds: (now: SnTicket) => boolean,
    signal: AbortSignal,
  ): Promise<TicketWritten> {
    const wrote = await send("PATCH", at(table, id), body, "change ticket", signal);
    if (wrote.kind !== "done") return wrote;
    const now = await fetchTicket(id, signal);
    if (now !== undefined && holds(now)) return { kind: "written" };
    return { kind: "refused", why: "ServiceNow said yes and did not change the ticket" };
  }

  const note = (lines: readonly string[]): string => withoutCode(lines.join("\n"));

  return {
    name,
    async create({ key, question, subject, lines }, signal) {
      const body = {
        short_description: subject.replace(/\s+/g, " ").slice(0, 160),
        description: lines.join("\n"),
        correlation_id: key,
        correlation_display: question,
        ...(assignmentGroup !== undefined && { assignment_group: assignmentGroup }),
      };
      const wrote = await send("POST", at(table), body, "create ticket", signal);
      if (wrote.kind !== "done") return wrote;
      const made = snRow(SnTicket.pick({ sys_id: true })).safeParse(wrote.value);
      if (!made.success) return { kind: "unclear", why: "ServiceNow did not say which ticket it made" };
      const { sys_id } = made.data.result;
      await askApprovers(sys_id, signal);
      return { kind: "created", ref: refOf(sys_id) };
    },
    find: async (key, signal) => {
      const query = `correlation_id=${key}^ORDERBYsys_created_on`;
      const found = await rows(
        table,
        query,
        TICKET_FIELDS,
        SnTicket,
        (one) => one.correlation_id === key,
        signal,
      );
      return found.map((one) => refOf(one.sys_id));
    },
    async read(id, key, signal) {
      const ticket = await fetchTicket(id, signal);
      // "Record doesn't exist or ACL restricts the record retrieval": ServiceNow does not say which.
      if (ticket === undefined) return { kind: "unreadable", why: "hidden" };
      return readSnTicket(ticket, await approvalsOf(id, signal), key, options);
    },
    async ask(id, { question, lines }, signal) {
      const ticket = await fetchTicket(id, signal);
      if (ticket === undefined) return { kind: "refused", why: "it cannot be read" };
      // Whoever was asked before is asked something else now.
      await cancel(id, () => true, signal);
      const reopens = closed.includes(ticket.state);
      const asked = await change(
        id,
        { work_notes: note(lines), correlation_display: question, ...(reopens && { state: states.open }) },
        (now) => now.correlation_display === question && !closed.includes(now.state),
        signal,
      );
      if (asked.kind !== "written") return asked;
      await askApprovers(id, signal);
      const waiting = standing(await approvalsOf(id, signal), account);
      return waiting.length > 0 ? asked : { kind: "refused", why: "ServiceNow has nobody who could approve" };
    },
    comment: async (id, lines, signal) => change(id, { work_notes: note(lines) }, () => true, signal),
    async resolve(id, lines, signal) {
      await cancel(id, ({ state }) => state !== "approved" && state !== "rejected", signal);
      const body = {
        state: states.resolved,
        close_code: closeCode,
        close_notes: note(lines),
        work_notes: note(lines),
      };
      return change(id, body, ({ state }) => closed.includes(state), signal);
    },
    open: async (signal) => {
      const query = `correlation_idSTARTSWITH${KEY_PREFIX}^stateNOT IN${closed.join(",")}`;
      const fits = (one: SnTicket) =>
        one.correlation_id.startsWith(KEY_PREFIX) && !closed.includes(one.state);
      const found = await rows(table, query, TICKET_FIELDS, SnTicket, fits, signal);
      return found.map((one) => ({ ...refOf(one.sys_id), key: one.correlation_id }));
    },
    async check(signal) {
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
    },
    close: async () => http.close(),
  };
}

const APPROVALS = "sysapproval_approver";
const USERS = "sys_user";

/** Between these marks a journal shows HTML as such. */
const withoutCode = (text: string): string => text.replace(/\[(\/?code)\]/gi, "[ $1 ]");
