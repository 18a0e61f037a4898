import { hostnameKey } from "../../core/identity/keys.ts";
import { serialKey } from "../../core/identity/serial-key.ts";
import { fold } from "../../core/identity/text.ts";
import { endpointId } from "../../core/model/ids.ts";
import type { DeviceFilter, Scope } from "../../ports/device-list.ts";
import { classLabel } from "./device-rows.ts";
import type { Param, Sql } from "./sql.ts";

/** A piece of SQL with the values of its placeholders, which it has numbered. */
export interface Condition {
  readonly text: string;
  readonly params: readonly Param[];
}

/** A condition, made with a function that gives a value its placeholder. */
export type Part = (bind: (value: Param) => string) => string;

/** Conditions that all must hold. @param before values whose placeholders come first */
export function allOf(parts: readonly Part[], before: readonly Param[] = []): Condition {
  const params: Param[] = [...before];
  const bind = (value: Param): string => {
    params.push(value);
    return `$${params.length}`;
  };
  const texts = parts.map((part) => part(bind));
  return { text: texts.length === 0 ? "true" : texts.map((text) => `(${text})`).join(" and "), params };
}

/** The labels that a filter asks for: of each list, any. */
export function labelsAsked(filter: DeviceFilter): readonly (readonly string[])[] {
  return [filter.classes?.map(classLabel), filter.dispositions, filter.reasons, filter.findings].filter(
    (labels) => labels !== undefined,
  );
}

/** What a filter asks of a row `d` of device. */
export function deviceConditions(filter: DeviceFilter, serials: SerialHits): readonly Part[] {
  const { search, lastSeen } = filter;
  return [
    ...inScope(filter.tenants),
    ...labelsAsked(filter).map(
      (labels): Part =>
        (bind) =>
          `d.labels && ${bind(labels)}::text[]`,
    ),
    ...(lastSeen === undefined
      ? []
      : ([
          (bind): string => `d.last_seen_at between ${bind(lastSeen.from)} and ${bind(lastSeen.until)}`,
        ] satisfies Part[])),
    ...(search === undefined || search.trim() === "" ? [] : [searched(search, serials)]),
  ];
}

/** That a row, by its alias, is of one of the tenants. */
export function inScope(tenants: Scope, row = "d"): readonly Part[] {
  if (tenants === "all") return [];
  const [only, ...others] = tenants;
  // One has its own share of the statistics; a list is taken for many.
  if (only !== undefined && others.length === 0) return [(bind) => `${row}.tenant_id = ${bind(only)}`];
  return [(bind) => `${row}.tenant_id = any (${bind(tenants)}::text[])`];
}

/** Endpoints that have the serial number a person may mean: so few that each is named, or all of them by a subquery. */
export type SerialHits = readonly { readonly tenant_id: string; readonly endpoint_id: string }[] | "crowd";

/** Behind everything that begins with a text, in the order of code points. */
const LAST = "\u{10FFFF}";

function searched(search: string, serials: SerialHits): Part {
  const id = endpointId(search);
  const among = "(d.tenant_id, d.endpoint_id) in (select tenant_id, endpoint_id from rollcall.endpoint";
  if (id !== undefined) return (bind) => `${among} where endpoint_id = ${bind(id)})`;
  const text = fold(search);
  // Whoever writes a dot means a host of a domain: the name before it is whole.
  const host = text.includes(".") ? hostnameKey(text)?.host : undefined;
  const named: Part = (bind) =>
    host === undefined
      ? `d.host_key >= ${bind(text)} and d.host_key < ${bind(text + LAST)}`
      : `d.host_key = ${bind(host)}`;
  const bySerial: Part[] =
    serials === "crowd"
      ? [(bind) => `${among} where serial_key = ${bind(serialKey(search) ?? "")})`]
      : serials.map(
          (one): Part =>
            (bind) =>
              `d.tenant_id = ${bind(one.tenant_id)} and d.endpoint_id = ${bind(one.endpoint_id)}`,
        );
  return (bind) => [named, ...bySerial].map((part) => `(${part(bind)})`).join(" or ");
}

/** Above this a serial number is a placeholder that nobody has listed yet. */
const FEW = 50;

/** Looked up first: the planner combines an index of names with single keys, but not with a subquery. */
export async function serialHits(sql: Sql, search: string): Promise<SerialHits> {
  const serial = serialKey(search);
  if (serial === undefined) return [];
  const hits = await sql.query<{ readonly tenant_id: string; readonly endpoint_id: string }>(
    `select tenant_id, endpoint_id from rollcall.endpoint where serial_key = $1 and gone_at is null limit ${FEW + 1}`,
    [serial],
  );
  return hits.length > FEW ? "crowd" : hits;
}
