import type { Behaviour } from "./behaviour.ts";
import type { Reply } from "./envelope.ts";
import { badRequest, Refused } from "./envelope.ts";
import type { Json, JsonObject, SimCredential, SimEstate, SimTenant } from "./estate.ts";
import type { AnswerFault, AnswerShape } from "./fault-action.ts";
import type { MoveClock } from "./move-clock.ts";
import type { Query } from "./parameters.ts";
import type { SimulatorUrls } from "./urls.ts";

/** What every handler can reach. */
export interface SimulatorContext {
  readonly estate: SimEstate;
  readonly urls: SimulatorUrls;
  readonly behaviour: Behaviour;
  /** After a page of endpoints was read and before it is sent: the estate may be changed here. Pages count from 1. */
  readonly onPage: ((tenant: SimTenant, page: number) => void) | undefined;
  /** Lets a person move time over HTTP; undefined: nobody can. */
  readonly moveClock: MoveClock | undefined;
  /** After an endpoint was deleted. */
  readonly onDelete: ((tenantId: string, endpointId: string) => void) | undefined;
}

/** A request by a known credential. */
export interface CredentialCall {
  readonly context: SimulatorContext;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The parts of the path that the route names, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  readonly credential: SimCredential;
  readonly faults: readonly AnswerFault[];
}

/** A request by a known credential for a tenant that it covers. */
export interface TenantCall extends CredentialCall {
  readonly tenant: SimTenant;
}

/** One thing the API can do. Routes of scope `tenant` live on the regional hosts, the others on the global one. */
export type Route = {
  readonly method: "GET" | "POST" | "DELETE";
  /** Segments that begin with a colon are parameters. */
  readonly path: string;
  readonly shape: AnswerShape;
} & (
  | { readonly scope: "credential"; readonly handle: (call: CredentialCall) => Reply }
  | { readonly scope: "tenant"; readonly handle: (call: TenantCall) => Reply }
);

/** A header that must come once. */
export function header(call: Pick<CredentialCall, "headers">, name: string): string | undefined {
  const value = call.headers[name];
  return typeof value === "string" ? value : undefined;
}

/** The body as a JSON object; refuses anything else with 400. */
export function jsonBody(call: CredentialCall): JsonObject {
  let parsed: Json;
  try {
    parsed = JSON.parse(call.body) as Json;
  } catch {
    throw badRequest("the body is not JSON");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw badRequest("the body is not a JSON object");
  }
  return { ...(parsed as JsonObject) };
}

/** Looks an id up whatever its case. */
export function findById<Record>(records: ReadonlyMap<string, Record>, id: string): Record | undefined {
  return records.get(id) ?? records.get(id.toLowerCase()) ?? records.get(id.toUpperCase());
}

/** Refuses with 403 a credential whose role only reads. */
export function demandWriteRole(call: CredentialCall): void {
  if (call.credential.role !== "management" && call.credential.role !== "superAdmin") {
    throw new Refused(403, "Access is denied");
  }
}
