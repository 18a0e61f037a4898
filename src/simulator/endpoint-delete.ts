import type { Route, TenantCall } from "./call.ts";
import { demandWriteRole, findById, jsonBody } from "./call.ts";
import type { Reply } from "./envelope.ts";
import { badRequest, ok, Refused } from "./envelope.ts";
import type { SimEndpoint } from "./estate.ts";
import { isJsonArray, stringAt } from "./json-path.ts";
import { faultOf } from "./list-faults.ts";
import { isUuid, sameUuid } from "./uuid.ts";

/** Takes an endpoint out of the tenant, and its alerts with it, as Central does; it stays listed among the deleted ones. */
function remove({ context, tenant, credential, now }: TenantCall, endpoint: SimEndpoint): void {
  tenant.endpoints.delete(endpoint.id);
  for (const [alertId, alert] of tenant.alerts) {
    if (sameUuid(stringAt(alert, "managedAgent", "id") ?? "", endpoint.id)) tenant.alerts.delete(alertId);
  }
  tenant.deleted.push({ endpoint, at: now, by: credential.clientId });
  context.onDelete?.(tenant.id, endpoint.id);
}

/** The deletion fault of a request, and whether the deletion is done all the same. */
function faultAndWork(call: TenantCall) {
  const fault = faultOf(call.faults, "deletedFalse") ?? faultOf(call.faults, "deletedMissing");
  return { fault, works: fault === undefined || fault.applied === true };
}

function answerForUnknown({ context }: TenantCall): Reply {
  switch (context.behaviour.deleteUnknown) {
    case "notFound":
      throw new Refused(404, "Can't find endpoint");
    case "serverError":
      throw new Refused(500);
    case "deletedFalse":
      return ok({ deleted: false });
  }
}

/** Deletes one endpoint. */
function deleteOne(call: TenantCall): Reply {
  demandWriteRole(call);
  const id = call.params["id"] ?? "";
  if (!isUuid(id)) throw badRequest("the endpoint id is not a UUID");
  const endpoint = findById(call.tenant.endpoints, id);
  if (endpoint === undefined) return answerForUnknown(call);
  const { fault, works } = faultAndWork(call);
  if (works) remove(call, endpoint);
  if (fault?.kind === "deletedFalse") return ok({ deleted: false });
  return ok(fault === undefined ? { deleted: true } : {});
}

/** Deletes many endpoints; the answer names those that were deleted, and unknown ids are missing from it. */
function deleteMany(call: TenantCall): Reply {
  demandWriteRole(call);
  const given = jsonBody(call)["endpointIds"];
  const most = call.context.behaviour.bulkDeleteMax;
  if (!isJsonArray(given) || given.length === 0 || given.length > most) {
    throw badRequest(`endpointIds must be a list of 1 to ${most} ids`);
  }
  const wanted = given.map((id) => {
    if (typeof id !== "string" || !isUuid(id)) throw badRequest("endpointIds: not a UUID");
    return id;
  });
  const { fault, works } = faultAndWork(call);
  const deleted: string[] = [];
  for (const id of wanted) {
    const endpoint = findById(call.tenant.endpoints, id);
    if (endpoint === undefined) continue;
    if (works) remove(call, endpoint);
    deleted.push(endpoint.id);
  }
  if (fault?.kind === "deletedFalse") return ok({ endpointIds: [] });
  return ok(fault === undefined ? { endpointIds: deleted } : {});
}

export const ENDPOINT_DELETE_ROUTES: readonly Route[] = [
  {
    method: "DELETE",
    path: "/endpoint/v1/endpoints/:id",
    scope: "tenant",
    shape: "deletion",
    handle: deleteOne,
  },
  {
    method: "POST",
    path: "/endpoint/v1/endpoints/delete",
    scope: "tenant",
    shape: "bulkDeletion",
    handle: deleteMany,
  },
];
