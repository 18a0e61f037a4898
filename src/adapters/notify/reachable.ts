import type { SinkTrouble } from "../../ports/event-sink.ts";
import type { HttpService } from "../system/http-call.ts";

/**
 * Whether a webhook's host can be reached and trusted: any answer to a GET shows it. Whether it would take a message only a
 * message can show. Thrown: CANCELLED.
 */
export async function reachable(service: HttpService, signal: AbortSignal): Promise<SinkTrouble | undefined> {
  const answer = await service.call({ method: "GET", path: "", purpose: "check" }, signal);
  if (answer.kind === "answered") return undefined;
  return { code: answer.trouble.tls ? "untrusted" : "unreachable" };
}
