import type { Route, TenantCall } from "./call.ts";
import { namedEndpoint } from "./endpoint-read.ts";
import type { Reply } from "./envelope.ts";
import { ok } from "./envelope.ts";
import { at, stringAt } from "./json-path.ts";

/** An endpoint's isolation, read from its own record. */
function readIsolation(call: TenantCall): Reply {
  const endpoint = namedEndpoint(call);
  const enabled =
    stringAt(endpoint, "isolation", "status") === "isolated" ||
    at(endpoint, "isolation", "adminIsolated") === true;
  return ok({ enabled, ...(enabled ? { comment: "" } : {}) });
}

export const ISOLATION_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/endpoint/v1/endpoints/:id/isolation",
    scope: "tenant",
    shape: "other",
    handle: readIsolation,
  },
];
