import { randomInt } from "node:crypto";
import type { Route, TenantCall } from "./call.ts";
import { demandWriteRole, jsonBody } from "./call.ts";
import { namedEndpoint } from "./endpoint-read.ts";
import type { Reply } from "./envelope.ts";
import { badRequest, ok, Refused } from "./envelope.ts";
import type { JsonObject } from "./estate.ts";
import { arrayAt, stringAt } from "./json-path.ts";

/** Tamper-protection passwords are twelve digits. */
const freshPassword = (): string => String(randomInt(10 ** 12)).padStart(12, "0");

/** Its state; a device of which nothing is known has it off, with a password all the same. */
function stateOf(call: TenantCall): JsonObject {
  const { id } = namedEndpoint(call);
  const known = call.tenant.tamper.get(id);
  if (known !== undefined) return known;
  const state: JsonObject = { enabled: false, password: freshPassword(), previousPasswords: [] };
  call.tenant.tamper.set(id, state);
  return state;
}

function readTamper(call: TenantCall): Reply {
  const denied = call.credential.role === "readOnly" && call.context.behaviour.readOnlyTamper === "denied";
  if (denied) throw new Refused(403, "Access is denied");
  return ok(stateOf(call));
}

/** Switches it on or off, and renews the password if asked; the old one stays listed. */
function writeTamper(call: TenantCall): Reply {
  demandWriteRole(call);
  const before = stateOf(call);
  const { enabled = before["enabled"], regeneratePassword = false } = jsonBody(call);
  if (typeof enabled !== "boolean" || typeof regeneratePassword !== "boolean") {
    throw badRequest("enabled and regeneratePassword must be true or false");
  }
  const previous = arrayAt(before, "previousPasswords") ?? [];
  const old = {
    password: stringAt(before, "password") ?? "",
    invalidatedAt: new Date(call.now).toISOString(),
  };
  const after: JsonObject = regeneratePassword
    ? {
        enabled,
        password: freshPassword(),
        previousPasswords: [old, ...previous],
      }
    : { ...before, enabled };
  call.tenant.tamper.set(namedEndpoint(call).id, after);
  return ok(after, 201);
}

const ENDPOINT_PATH = "/endpoint/v1/endpoints/:id/tamper-protection";

export const TAMPER_ROUTES: readonly Route[] = [
  { method: "GET", path: ENDPOINT_PATH, scope: "tenant", shape: "other", handle: readTamper },
  { method: "POST", path: ENDPOINT_PATH, scope: "tenant", shape: "other", handle: writeTamper },
  {
    method: "GET",
    path: "/endpoint/v1/settings/tamper-protection",
    scope: "tenant",
    shape: "other",
    handle: () => ok({ enabled: true }),
  },
];
