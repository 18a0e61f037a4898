import type { Context, Hono } from "hono";
import type * as z from "zod";
import type { Route } from "../../api/route.ts";
import { ROUTES } from "../../api/routes.ts";
import type { ApiAnswer } from "../api-call.ts";
import type { Authenticate, Principal } from "../principal.ts";
import { problem, type ProblemCode } from "../problem.ts";
import { may, visibleTenants } from "../sign-in/may.ts";
import type { ApiSession } from "./api-session.ts";
import type { Caller, Handlers } from "./handler.ts";
import { answerOnce } from "./answer-once.ts";
import { isRefusal } from "./refusal.ts";

export interface ApiParts {
  readonly handlers: Partial<Handlers>;
  readonly authenticate: Authenticate;
  /** Opens the house for one request, in the name of whoever sends it. Faults: STORE_*. */
  withSession<T>(actor: string, work: (session: ApiSession) => Promise<T>): Promise<T>;
  /** Somebody was not let: for the ledger. */
  refused(who: Principal, what: { readonly route: string; readonly needs: string }): Promise<void>;
}

/** Mounts every route that has a handler. What is asked is proved, allowed and read, in this order, before its handler sees it. */
export function mountApi(app: Hono, parts: ApiParts): void {
  for (const route of ROUTES) {
    const handler = parts.handlers[route.id] as AnyHandler | undefined;
    if (handler === undefined) continue;
    const path = route.path.replace(/\{(\w+)\}/g, ":$1");
    app.on(route.method.toUpperCase(), path, async (context) => {
      const answer = await answerRoute(route, handler, context, parts);
      return new Response(answer.body, { status: answer.status, headers: answer.headers });
    });
  }
}

type AnyHandler = (input: never, caller: Caller, session: ApiSession) => Promise<unknown>;

async function answerRoute(
  route: Route,
  handler: AnyHandler,
  context: Context,
  parts: ApiParts,
): Promise<ApiAnswer> {
  const proved = await parts.authenticate(context.req.raw);
  if (proved.kind === "refused") return problem(proved.code, "Nothing of the request was read.");
  const { principal } = proved;
  const tenants = reachOf(route, principal);
  if (tenants === undefined) {
    await parts.refused(principal, { route: route.id, needs: route.needs });
    const where = route.scope === "fleet" ? " for all tenants" : "";
    return problem("role_missing", `It takes the role ${route.needs}${where}.`);
  }
  const read = await readInput(route, context);
  if (read.kind === "refused") return problem(read.code, read.detail);
  const version = versionOf(context.req.header("if-match"));
  if (route.versioned === true && version === undefined)
    return problem("version_missing", "It takes If-Match with the version that was seen.");
  const caller: Caller = { principal, tenants, version, signal: context.req.raw.signal };
  const answer = async (): Promise<ApiAnswer> =>
    parts.withSession(principal.actor, async (session) => {
      const given = await handler(read.input as never, caller, session);
      if (isRefusal(given)) return problem(given.code, given.detail);
      // What the contract does not name does not leave the house.
      return ok(JSON.stringify(route.response.parse(given)));
    });
  if (route.method === "get") return answer();
  const asked = {
    actor: principal.actor,
    key: context.req.header("idempotency-key"),
    route,
    text: read.text,
  };
  return answerOnce({ ...asked, target: context.req.path }, parts, answer);
}

const ok = (body: string): ApiAnswer => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body,
});

/** The tenants that somebody reaches on a route; undefined where it is not for them at all. */
function reachOf(route: Route, principal: Principal): Caller["tenants"] | undefined {
  const tenants = visibleTenants(principal, route.needs);
  if (tenants !== "all" && tenants.length === 0) return undefined;
  return route.scope === "fleet" && !may(principal, route.needs) ? undefined : tenants;
}

/** `"7"`, as HTTP writes an entity tag. */
function versionOf(text: string | undefined): number | undefined {
  const digits = /^"(\d{1,15})"$/.exec(text ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

type ReadInput =
  | { readonly kind: "read"; readonly input: Readonly<Record<string, unknown>>; readonly text: string }
  | { readonly kind: "refused"; readonly code: ProblemCode; readonly detail: string };

async function readInput(route: Route, { req }: Context): Promise<ReadInput> {
  let [text, body]: [string, unknown] = ["", undefined];
  if (route.body !== undefined) {
    if (!/^application\/json\s*(?:;.*)?$/i.test(req.header("content-type")?.trim() ?? ""))
      return { kind: "refused", code: "content_type_wrong", detail: "It takes JSON." };
    text = await req.text();
    try {
      body = JSON.parse(text);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { kind: "refused", code: "input_not_understood", detail: "The body is no JSON." };
    }
  }
  const twice = Object.entries(req.queries()).find(([, values]) => values.length > 1)?.[0];
  if (twice !== undefined)
    return { kind: "refused", code: "input_not_understood", detail: `${twice} was given more than once.` };
  const sent = { params: req.param(), query: req.query(), body };
  const input: Record<string, unknown> = {};
  for (const part of ["params", "query", "body"] as const) {
    const schema: z.ZodObject | undefined = route[part];
    if (schema === undefined) continue;
    // A parameter that is not known is a mistake, not a wish that may be left out.
    const result = (part === "query" ? schema.strict() : schema).safeParse(sent[part]);
    if (!result.success)
      return { kind: "refused", code: "input_not_understood", detail: issueText(result.error) };
    input[part] = result.data;
  }
  return { kind: "read", input, text };
}

/** Where and by which rule; what was sent may be anything, and is not repeated. */
function issueText({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return "It is not as the contract has it.";
  const path = issue.path.map(String).join(".");
  return path === "" ? issue.message : `${path}: ${issue.message}`;
}
