// ServiceNow's Table API as its documentation describes it, as far as a desk uses it: not a ServiceNow, and no proof of one.
import type { Handler, Reply, Seen } from "./central-server.ts";

type Row = Record<string, string>;

export const SN_ACCOUNT = "svc-rollcall";
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  incident: [
    "sys_id",
    "number",
    "state",
    "short_description",
    "description",
    "correlation_id",
    "correlation_display",
    "work_notes",
    "close_notes",
    "close_code",
    "caller_id.user_name",
    "opened_by.user_name",
    "reopened_time",
    "reopened_by.user_name",
  ],
  sysapproval_approver: ["sys_id", "sysapproval", "approver", "state", "source_table"],
  sys_user: ["sys_id", "user_name"],
  sys_choice: ["sys_id", "element", "name", "value"],
};
const CLOSED = new Set(["6", "7", "8"]);

export interface ServiceNowStub {
  readonly handle: Handler;
  lose: "before" | "after" | "bad_gateway" | "page" | undefined;
  rows(table: string): readonly Row[];
  ticket(id: string): Row;
  /** Hidden by access rules: as good as not there. */
  readonly hidden: Set<string>;
  /** Drops every condition, as an instance does with one that it does not understand. */
  deaf: boolean;
  decide(as: string, id: string, state: "approved" | "rejected" | "requested"): void;
  set(as: string, id: string, changes: Row): void;
}

export function serviceNowStub(): ServiceNowStub {
  const tables = new Map<string, Row[]>(Object.keys(FIELDS).map((name) => [name, []]));
  const hidden = new Set<string>();
  let ids = 0;
  let now = Date.UTC(2026, 10, 24, 9);
  const time = (): string => new Date((now += 1_000)).toISOString().slice(0, 19).replace("T", " ");
  const rowsOf = (table: string): Row[] => tables.get(table) ?? [];
  const insert = (table: string, as: string, values: Row): Row => {
    const at = time();
    const row = {
      ...values,
      sys_id: `${++ids}`.padStart(32, "0"),
      sys_created_by: as,
      sys_created_on: at,
      sys_updated_by: as,
      sys_updated_on: at,
    };
    rowsOf(table).push(row);
    return row;
  };
  const update = (row: Row, as: string, changes: Row): void => {
    // A journal is added to, everything else is replaced.
    const notes = changes["work_notes"];
    const journal = notes === undefined ? {} : { work_notes: `${row["work_notes"] ?? ""}\n${notes}` };
    const reopened =
      CLOSED.has(row["state"] ?? "") && changes["state"] !== undefined && !CLOSED.has(changes["state"])
        ? { reopened_time: time(), "reopened_by.user_name": as }
        : {};
    Object.assign(row, changes, journal, reopened, { sys_updated_by: as, sys_updated_on: time() });
  };
  for (const user of [SN_ACCOUNT, "jane", "tom"]) insert("sys_user", "admin", { user_name: user });
  for (const value of ["1", "2", "6", "7", "8"])
    insert("sys_choice", "admin", { element: "state", name: "incident", value });

  const ok = (result: unknown, status = 200): Reply => ({ json: { result }, status });
  const fail = (status: number, message: string, detail: string): Reply => ({
    json: { error: { message, detail }, status: "failure" },
    status,
  });
  const shown = (row: Row, query: Seen["query"]): Row =>
    Object.fromEntries(
      (query["sysparm_fields"] ?? "sys_id").split(",").map((field) => [field, row[field] ?? ""]),
    );

  function holds(row: Row, condition: string, fields: readonly string[]): boolean {
    const [, field = "", operator = "", value = ""] =
      /^([\w.]+?)(STARTSWITH|NOT IN|IN|=)(.*)$/.exec(condition) ?? [];
    // What is not understood is left out, and holds for every row.
    if (stub.deaf || !fields.includes(field)) return true;
    const is = row[field] ?? "";
    if (operator === "STARTSWITH") return is.startsWith(value);
    if (operator === "IN") return value.split(",").includes(is);
    return operator === "=" ? is === value : !value.split(",").includes(is);
  }

  function route({ method, path, query, headers, body }: Seen): Reply {
    if (headers.authorization?.startsWith("Basic ") !== true)
      return fail(401, "User Not Authenticated", "Required to provide Auth information");
    const [, table = "", id] = /^\/api\/now\/table\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    const fields = FIELDS[table];
    if (fields === undefined) return fail(400, `Invalid table ${table}`, "");
    const sent = body === "" ? {} : (JSON.parse(body) as Row);
    const known = Object.fromEntries(Object.entries(sent).filter(([field]) => fields.includes(field)));
    if (method === "POST") {
      const opened = table === "incident" ? { state: "1", "opened_by.user_name": SN_ACCOUNT } : {};
      return ok(shown(insert(table, SN_ACCOUNT, { ...opened, ...known }), query), 201);
    }
    if (id === undefined) {
      const conditions = (query["sysparm_query"] ?? "")
        .split("^")
        .filter((one) => !one.startsWith("ORDERBY"));
      const found = rowsOf(table).filter(
        (row) => !hidden.has(row["sys_id"] ?? "") && conditions.every((one) => holds(row, one, fields)),
      );
      return ok(found.slice(0, Number(query["sysparm_limit"] ?? 10_000)).map((row) => shown(row, query)));
    }
    const row = rowsOf(table).find((one) => one["sys_id"] === id);
    if (row === undefined || hidden.has(id))
      return fail(404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval");
    if (method === "PATCH") update(row, SN_ACCOUNT, known);
    return ok(shown(row, query));
  }

  const ticket = (id: string): Row => {
    const row = rowsOf("incident").find((one) => one["sys_id"] === id);
    if (row === undefined) throw new Error(`there is no ticket ${id}`);
    return row;
  };
  const stub: ServiceNowStub = {
    lose: undefined,
    deaf: false,
    hidden,
    rows: rowsOf,
    ticket,
    set: (as, id, changes) => update(ticket(id), as, changes),
    decide(as, id, state) {
      const user = rowsOf("sys_user").find((one) => one["user_name"] === as)?.["sys_id"];
      const approval = rowsOf("sysapproval_approver").findLast(
        (one) => one["sysapproval"] === id && one["approver"] === user && one["state"] !== "cancelled",
      );
      if (approval === undefined) throw new Error(`${as} was not asked`);
      update(approval, as, { state });
    },
    handle(seen) {
      const lost = seen.method === "POST" && seen.path === "/api/now/table/incident" ? stub.lose : undefined;
      if (lost === undefined) return route(seen);
      stub.lose = undefined;
      if (lost === "before") return "reset";
      route(seen);
      if (lost === "after") return "reset";
      return { raw: "<html>Instance Hibernating page</html>", status: lost === "bad_gateway" ? 502 : 200 };
    },
  };
  return stub;
}
