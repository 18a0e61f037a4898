import { explainOne } from "../../flows/explain.ts";
import { listDevices as deviceLines } from "../../flows/list-devices.ts";
import type { DeviceMark, DeviceOrder } from "../../ports/device-list.ts";
import { readCursor, writeCursor } from "./cursor.ts";
import { deviceReached, unknownDevice } from "./device-reached.ts";
import { deviceDetail, deviceView } from "./device-views.ts";
import type { Handlers } from "./handler.ts";
import { refuse } from "./refusal.ts";
import { tenantsAsked } from "./tenants-asked.ts";

const listDevices: Handlers["listDevices"] = async ({ query }, caller, session) => {
  const tenants = tenantsAsked(query.tenant, caller);
  if (tenants === undefined) return refuse("unknown_here", "No tenant of yours has this id.");
  const order = { by: query.sort, descending: query.order === "desc" };
  const after = query.cursor === undefined ? undefined : readMark(order, query.cursor);
  if (after === "illegible")
    return refuse("input_not_understood", "cursor: it is none of this list in this order.");
  const { search, disposition, reason, finding, deviceClass, silentAtLeast, silentAtMost } = query;
  const asked = {
    search,
    dispositions: disposition,
    reason,
    finding,
    classes: deviceClass,
    silentAtLeast,
    silentAtMost,
  };
  const found = await deviceLines(asked, tenants, { order, after, limit: query.limit }, session);
  if (found.kind === "refused") return refuse("input_not_understood", found.detail);
  const { items, next, total } = found;
  return {
    items: items.map(deviceView),
    next: next && writeCursor(nameOf(order), [next.value, next.number]),
    total: { ...total },
  };
};

const nameOf = ({ by, descending }: DeviceOrder): string => `devices by ${by} ${descending ? "down" : "up"}`;

function readMark(order: DeviceOrder, cursor: string): DeviceMark | "illegible" {
  const value = order.by === "hostname" ? "string" : "number";
  const [at, number] = readCursor(nameOf(order), cursor, [[value, "null"], ["number"]]) ?? [];
  return at === undefined || typeof number !== "number" ? "illegible" : { value: at, number };
}

const readDevice: Handlers["readDevice"] = async ({ params }, caller, session) => {
  const key = deviceReached(params, caller);
  const known = key && (await explainOne(key.tenant, key.endpoint, session));
  return known === undefined ? unknownDevice() : deviceDetail(known);
};

/** Devices: lists of them, and everything about one. */
export const deviceHandlers: Pick<Handlers, "listDevices" | "readDevice"> = { listDevices, readDevice };
