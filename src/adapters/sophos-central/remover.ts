import { endpointId, type EndpointId } from "../../core/model/ids.ts";
import type { Instant } from "../../core/model/instant.ts";
import { invariant } from "../../core/model/invariant.ts";
import type { Tenant } from "../../core/model/tenant.ts";
import type { NotSentCause, UnclearCause } from "../../core/retire/failure-class.ts";
import type { RemovalAnswer } from "../../core/retire/outcome.ts";
import type { EndpointRemover } from "../../ports/endpoint-remover.ts";
import { Fault, type FaultCode } from "../../ports/fault.ts";
import type { Answer, Answered } from "./answer.ts";
import type { CentralConnection } from "./connection.ts";
import { saysAbsent, sendWithToken } from "./read-json.ts";
import { brokenBy } from "../system/trouble.ts";

/**
 * The one thing that can delete, over a connection of its own, which it closes. A single endpoint by id, in a single
 * request: nothing here tries again. The bulk route is not used, since it has no clear answer for each device.
 */
export function endpointRemover(connection: CentralConnection): EndpointRemover {
  return {
    canWrite: true,
    remove: (tenant, id, notAfter) => remove(connection, tenant, id, notAfter),
    close: () => connection.close(),
  };
}

async function remove(
  connection: CentralConnection,
  tenant: Tenant,
  id: EndpointId,
  notAfter: Instant,
): Promise<RemovalAnswer> {
  // An empty id would name the whole collection.
  invariant(endpointId(id) === id, "an endpoint is deleted by its id");
  const { clock } = connection.wire;
  const url = new URL(`/endpoint/v1/endpoints/${id}`, tenant.apiHost);
  const call = {
    method: "DELETE",
    url,
    purpose: "remove",
    headers: { "X-Tenant-ID": tenant.id },
    // A connection that idled may just be closing at the other end, which would leave the outcome unclear for nothing.
    lastOfConnection: true,
    deadline: clock.monotonic() + Math.max(0, notAfter - clock.now()),
  } as const;
  if (clock.now() > notAfter) return TOO_LATE;
  try {
    return answerOf(await sendWithToken(connection, call, undefined));
  } catch (error) {
    // Thrown before anything left: no token, no budget, a host that is not allowed. A 401 before it was not applied, nor was
    // a 429 that could not be passed on to others.
    if (error instanceof Fault)
      return {
        kind: "not_sent",
        cause: CAUSES[error.code] ?? "unreachable",
        why: `${error.code}: ${error.message}`,
      };
    throw error;
  }
}

/** What a fault before the deletion left means; all others are of the way to a token. */
const CAUSES: Partial<Record<FaultCode, NotSentCause>> = {
  CENTRAL_AUTH: "forbidden",
  CENTRAL_FORBIDDEN: "forbidden",
  CENTRAL_THROTTLED: "throttled",
  CENTRAL_HOST_NOT_ALLOWED: "not_covered",
};

const TOO_LATE: RemovalAnswer = {
  kind: "not_sent",
  cause: "throttled",
  why: "the rate budget had no room before the live re-read grew too old",
};

function answerOf(answer: Answer): RemovalAnswer {
  switch (answer.kind) {
    case "answered":
      return answerOfStatus(answer);
    case "not_sent":
      return {
        kind: "not_sent",
        cause: "unreachable",
        why: `no connection was opened (${answer.trouble.code})`,
      };
    case "broken":
      return {
        kind: "unclear",
        cause: brokenBy(answer.trouble),
        why: `the connection broke before an answer came (${answer.trouble.code})`,
      };
    case "too_late":
      return TOO_LATE;
  }
}

function answerOfStatus(answer: Answered): RemovalAnswer {
  const { status, correlationId, retryAfterMs } = answer;
  if (status === 200) {
    const deleted = deletedOf(answer);
    if (deleted === undefined) return { kind: "unclear", cause: wordless(answer), why: WORDLESS };
    return { kind: deleted ? "deleted" : "not_deleted" };
  }
  if (saysAbsent(answer)) return { kind: "absent" };
  if (status === 429) return { kind: "throttled", retryAfterMs };
  // Sophos has answered 500 to writes that it carried out. A 404 in HTML and a 408 are not Central's own word.
  const refused = status >= 400 && status < 500 && status !== 404 && status !== 408;
  if (refused) return { kind: "refused", status, correlationId };
  const id = correlationId === undefined ? "" : `, correlation id ${correlationId}`;
  const cause = status >= 500 ? "server" : status === 408 ? "timeout" : "illegible";
  return { kind: "unclear", cause, why: `Central answered ${status}${id}` };
}

const WORDLESS = "Central's answer does not say whether it deleted";

/** An answer that was cut off, or one that is another than the API's. */
const wordless = ({ body }: Answered): UnclearCause =>
  body.kind === "cut" ? brokenBy(body.trouble) : "illegible";

/** Only `{"deleted": true}` and `{"deleted": false}` say anything. */
function deletedOf({ body }: Answered): boolean | undefined {
  if (body.kind !== "json" || typeof body.value !== "object" || body.value === null) return undefined;
  const { deleted } = body.value as { readonly deleted?: unknown };
  return typeof deleted === "boolean" ? deleted : undefined;
}
