import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { LocalSignIn, type SignedIn, type SignedOut, type SignInWays } from "../../api/sign-in.ts";
import type { Refused, RefusalTally } from "../../flows/refusal-tally.ts";
import { isPassword, oidcActor, signInAccount, signInPerson, signOut } from "../../flows/sign-in.ts";
import { accountName } from "../../flows/accounts.ts";
import { Fault } from "../../ports/fault.ts";
import type { IdentityProvider, ProvedPerson } from "../../ports/identity-provider.ts";
import type { NewSecret, Passwords } from "../../ports/secrets.ts";
import { problem, type ProblemCode } from "../problem.ts";
import type { AuthenticateParts } from "./authenticate.ts";
import { cookiesOf } from "./cookies.ts";
import { refusalPage } from "./refusal-page.ts";
import { isCrossSite, pathOfOurs } from "./same-site.ts";
import type { TryLimits } from "./try-limits.ts";

export interface SignInRouteParts extends AuthenticateParts {
  readonly provider: IdentityProvider | undefined;
  readonly limits: TryLimits;
  readonly tally: RefusalTally;
  readonly passwords: Passwords;
  readonly newSecret: NewSecret;
  /** Where a request comes from. */
  readonly addressOf: (context: Context) => string;
  /** What went wrong and was answered all the same. */
  readonly trouble: (error: unknown) => void;
}

/** The way back, which has to be registered at the identity provider. */
const CALLBACK = "/auth/callback";
/** An account and a password, escaped. */
const MAX_BODY_BYTES = 8 * 1024;

/** Signing in and out, to be mounted under `/auth`. A fault goes to whoever mounts it. */
export function signInRoutes(parts: SignInRouteParts): Hono {
  const app = new Hono();
  const ways: SignInWays = { oidc: parts.provider !== undefined, local: parts.terms.local };
  app.get("/ways", (context) => context.json(ways));
  app.post("/sign-out", async (context) => leave(context, parts));
  const { provider } = parts;
  if (provider !== undefined) {
    app.get("/sign-in", async (context) => depart(context, provider, parts));
    app.get("/callback", async (context) => comeBack(context, provider, parts));
  }
  if (parts.terms.local) {
    const onError = (): Response => answer("body_too_large", "Nothing of it was read.");
    app.post("/local", bodyLimit({ maxSize: MAX_BODY_BYTES, onError }), async (context) =>
      enter(context, parts),
    );
  }
  return app;
}

/** Sends the browser to the identity provider. */
async function depart(
  context: Context,
  provider: IdentityProvider,
  parts: SignInRouteParts,
): Promise<Response> {
  const origin = parts.origin();
  const { url, departure } = await provider.begin(`${origin}${CALLBACK}`);
  const kept = { ...departure, to: pathOfOurs(context.req.query("to"), origin), begunMs: Date.now() };
  context.header("set-cookie", cookiesOf(origin).setDeparture(kept));
  return context.redirect(url, 303);
}

/** Takes whoever comes back from it, if they left from here. */
async function comeBack(
  context: Context,
  provider: IdentityProvider,
  parts: SignInRouteParts,
): Promise<Response> {
  const origin = parts.origin();
  const cookies = cookiesOf(origin);
  // Whatever comes of it, a departure is for one way back.
  context.header("set-cookie", cookies.clearDeparture());
  const { headers, url } = context.req.raw;
  const refuse = async (code: OidcCode, person?: ProvedPerson): Promise<Response> => {
    await parts.tally.note(oidcRefused(code, person));
    return withHeaders(context, refusalPage(code));
  };
  const admitted = await parts.limits.wayBack(parts.addressOf(context));
  if (admitted.kind === "refused") return refuse("too_many_tries");
  const departure = cookies.departureOf(headers, Date.now());
  if (departure === undefined || context.req.query("state") !== departure.state)
    return refuse("not_started_here");
  const came = new URL(CALLBACK, origin);
  came.search = new URL(url).search;
  const proof = await provider.finish(came, departure);
  if (proof.kind === "refused") return refuse(proof.code, proof.person);
  const { terms, newSecret } = parts;
  const entered = await parts.withStore(async (store) =>
    signInPerson(proof, cookies.sessionOf(headers), terms, { ...store, newSecret }),
  );
  if (entered.kind === "refused") return refuse(entered.code, proof.person);
  context.header("set-cookie", cookies.setSession(entered.id), { append: true });
  // Once more: what a browser kept is not taken at its word.
  return context.redirect(pathOfOurs(departure.to, origin), 303);
}

/** Signs in by a local account. */
async function enter(context: Context, parts: SignInRouteParts): Promise<Response> {
  const origin = parts.origin();
  const request = context.req.raw;
  // Without a cookie too: otherwise another site could sign somebody in, as somebody else.
  if (isCrossSite(request, origin)) return answer("cross_site", "Nothing of the request was read.");
  if (!/^application\/json\s*(?:;.*)?$/i.test(context.req.header("content-type")?.trim() ?? ""))
    return answer("content_type_wrong", "It takes JSON.");
  const asked = readJson(await context.req.text());
  if (asked === undefined) return answer("input_not_understood", "It takes account and password.");
  const address = parts.addressOf(context);
  const account = accountName(asked.account);
  const admitted = await parts.limits.password(address, account);
  if (admitted.kind === "refused") {
    await parts.tally.note({ kind: "sign_in_refused", way: "local", code: "too_many_tries" });
    return answer("too_many_tries", "The password was not looked at.", {
      "retry-after": String(admitted.retryAfterS),
    });
  }
  const cookies = cookiesOf(origin);
  const { passwords, newSecret, terms } = parts;
  const entered = await parts.withStore(async (store) =>
    (await isPassword({ account, password: asked.password }, { ...store, passwords }))
      ? signInAccount(account, cookies.sessionOf(request.headers), terms, { ...store, newSecret })
      : undefined,
  );
  if (entered?.kind !== "signed_in") {
    await parts.tally.note({ kind: "sign_in_refused", way: "local", code: "password_wrong" });
    return answer("password_wrong", "Nobody was signed in.");
  }
  await parts.limits.succeeded(address, account);
  context.header("set-cookie", cookies.setSession(entered.id));
  const signedIn: SignedIn = { actor: entered.actor };
  return context.json(signedIn);
}

/** Ends the browser's session, and says where the identity provider ends its own. */
async function leave(context: Context, parts: SignInRouteParts): Promise<Response> {
  const origin = parts.origin();
  const request = context.req.raw;
  if (isCrossSite(request, origin)) return answer("cross_site", "Nobody was signed out.");
  const cookies = cookiesOf(origin);
  const id = cookies.sessionOf(request.headers);
  const by = id === undefined ? undefined : await parts.withStore(async (store) => signOut(id, store));
  context.header("set-cookie", cookies.clearSession());
  const onwards = by?.kind === "oidc" ? await onwardsOf(parts) : undefined;
  const signedOut: SignedOut = { ...(onwards !== undefined && { onwards }) };
  return context.json(signedOut);
}

/** Here the session is over already: that the provider does not answer keeps nobody signed in. */
async function onwardsOf({ provider, origin, trouble }: SignInRouteParts): Promise<string | undefined> {
  try {
    return await provider?.signOutUrl(`${origin()}/`);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    trouble(error);
    return undefined;
  }
}

type OidcCode = Extract<Refused, { kind: "sign_in_refused" }>["code"];

const oidcRefused = (code: OidcCode, person: ProvedPerson | undefined): Refused => ({
  kind: "sign_in_refused",
  way: "oidc",
  code,
  ...(person !== undefined && { by: oidcActor(person.label), subject: person.subject }),
});

function readJson(text: string) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
  return LocalSignIn.safeParse(value).data;
}

function answer(code: ProblemCode, detail: string, more: Readonly<Record<string, string>> = {}): Response {
  const { status, headers, body } = problem(code, detail, more);
  return new Response(body, { status, headers });
}

/** A page with the headers that were set on the way to it. */
const withHeaders = (context: Context, page: Response): Response =>
  context.newResponse(page.body, page.status as 400, Object.fromEntries(page.headers));
