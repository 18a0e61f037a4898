import { randomBytes } from "node:crypto";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import type { ApiAnswer } from "./api-call.ts";
import { mountApi, type ApiParts } from "./api/mount.ts";
import { openApi } from "./api/openapi.ts";
import { streamLive, type Live } from "./api/live.ts";
import type { ConsoleFiles } from "./console-files.ts";
import type { Metrics } from "./metrics.ts";
import { problem } from "./problem.ts";
import { may, visibleTenants } from "./sign-in/may.ts";

export interface AppParts extends ApiParts {
  readonly live: Live;
  readonly metrics: Metrics;
  /** undefined: it was not built. */
  readonly console: ConsoleFiles | undefined;
  /** Routes under /auth. */
  readonly signIn: Hono;
  /** Whether the store answers. */
  ready(): Promise<boolean>;
  readonly version: string;
  /** Whether browsers come by https, so that they may be told to come by nothing else. */
  readonly https: boolean;
  readonly onError: (error: unknown) => ApiAnswer;
}

/** A decision is a few hundred bytes; an edited plan of 10,000 items is less than this. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Everything that is answered over HTTP but the decisions of hooks, which are proved by the bytes of their request. */
export function createServerApp(parts: AppParts): Hono {
  const app = new Hono();
  app.onError((error) => answerOf(parts.onError(error)));
  app.notFound(() => answerOf(problem("path_unknown", "No such path.")));
  app.use(async (context, next) => {
    const began = performance.now();
    await next();
    guard(context, parts.https);
    // By the route and not by the path: a scanner's paths would be as many series.
    const { method } = context.req;
    const route = context.res.status === 404 ? "none" : context.req.routePath;
    parts.metrics.answered(route, method, context.res.status, (performance.now() - began) / 1000);
  });
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => answerOf(problem("body_too_large", "Nothing of it was read.")),
    }),
  );
  app.use(compress({ threshold: 4096 }));
  app.get("/healthz", (context) => context.text("ok\n"));
  app.get("/readyz", async (context) =>
    (await parts.ready()) ? context.text("ready\n") : context.text("the store does not answer\n", 503),
  );
  const description = JSON.stringify(openApi(parts.version));
  app.get("/api/v1/openapi.json", (context) =>
    context.body(description, 200, { "content-type": "application/json" }),
  );
  app.get("/metrics", async (context) => {
    const proved = await parts.authenticate(context.req.raw);
    if (proved.kind === "refused") return answerOf(problem(proved.code, "Metrics take a token."));
    if (!may(proved.principal, "viewer"))
      return answerOf(problem("role_missing", "It takes the role viewer for all tenants."));
    return parts.withSession(proved.principal.actor, async ({ store }) => {
      const { type, body } = await parts.metrics.text(store);
      return context.body(body, 200, { "content-type": type });
    });
  });
  app.get("/api/v1/events", async (context) => {
    const proved = await parts.authenticate(context.req.raw);
    if (proved.kind === "refused") return answerOf(problem(proved.code, "Nothing is told."));
    const reach = visibleTenants(proved.principal, "viewer");
    if (reach !== "all" && reach.length === 0)
      return answerOf(problem("role_missing", "It takes the role viewer."));
    // What a run does concerns the whole fleet; that something changed is no secret, since it is read anew within one's reach.
    return streamLive(context, parts.live, ({ kind }) => reach === "all" || kind === "changed");
  });
  mountApi(app, parts);
  app.route("/auth", parts.signIn);
  app.all("/api/*", () => answerOf(problem("path_unknown", "No such path.")));
  app.get("*", (context) => page(context, parts));
  return app;
}

const answerOf = ({ status, headers, body }: ApiAnswer): Response => new Response(body, { status, headers });

const NO_CONSOLE = "The console was not built. Run: npm run build\n";

function page(context: Context, { console }: AppParts): Response {
  if (console === undefined) return context.text(NO_CONSOLE, 503);
  const found = console.file(context.req.path);
  if (found !== undefined) {
    if (context.req.header("if-none-match") === found.tag) return context.body(null, 304);
    // Their names hold their contents: another build has other names.
    const kept = context.req.path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
    return context.body(found.body, 200, {
      "content-type": found.type,
      "cache-control": kept,
      etag: found.tag,
    });
  }
  // A file that is not there is not a page.
  if (/\.[a-z0-9]+$/i.test(context.req.path)) return answerOf(problem("path_unknown", "No such file."));
  const nonce = randomBytes(16).toString("base64url");
  return context.html(console.page(nonce), 200, { "content-security-policy": policyOf(nonce) });
}

/** Nothing from elsewhere, nothing inline but by the nonce of this very answer, and no frame around it. */
const policyOf = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'none'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

/** What every answer carries. */
function guard({ res }: Context, https: boolean): void {
  const { headers } = res;
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  if (!headers.has("content-security-policy"))
    headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  headers.set("x-content-type-options", "nosniff");
  headers.set("x-frame-options", "DENY");
  headers.set("referrer-policy", "no-referrer");
  headers.set("cross-origin-opener-policy", "same-origin");
  headers.set("cross-origin-resource-policy", "same-origin");
  headers.set("permissions-policy", "camera=(), geolocation=(), microphone=()");
  if (https) headers.set("strict-transport-security", "max-age=31536000");
}
