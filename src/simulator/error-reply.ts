import type { Reply } from "./envelope.ts";
import { centralError, idError } from "./envelope.ts";
import type { ErrorBody } from "./fault-action.ts";

/** An error answer on demand, in whichever body: bodies that are empty or no JSON come from gateways in front of Central. */
export function errorReply(
  status: number,
  body: ErrorBody,
  headers: Readonly<Record<string, string>>,
  where: { readonly host: string; readonly now: number },
): Reply {
  switch (body) {
    case "envelope":
      return {
        ...(where.host === "id" ? idError(status, "oauth.error", "Error") : centralError(status, where.now)),
        headers,
      };
    case "empty":
      return { status, headers, body: undefined };
    case "text":
      return { status, headers, body: `upstream error ${status}`, contentType: "text/plain" };
    case "html":
      return {
        status,
        headers,
        body: `<html><head><title>${status}</title></head><body>upstream error</body></html>`,
        contentType: "text/html",
      };
  }
}
