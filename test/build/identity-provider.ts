// A real OpenID Connect provider on loopback, over https with an authority of its own, and a browser that signs in there.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { Provider, type Configuration } from "oidc-provider";
import { Agent, fetch } from "undici";
import { createTls } from "../../src/simulator/tls.ts";

/** Claims of the people that it knows, by their subject. */
export type People = Record<string, Readonly<Record<string, unknown>>>;

export interface TestProvider extends AsyncDisposable {
  readonly issuer: string;
  readonly ca: string;
  /** May be changed between two sign-ins. */
  readonly people: People;
  /** Codes that were exchanged, or tried to be. */
  exchanges(): number;
  /** Follows an address of the provider's as somebody, up to where it sends the browser back to `origin`. */
  signIn(url: string, subject: string, origin: string): Promise<string>;
}

/** @param clientId public where no secret is given */
export async function aProvider(client: {
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly back: string;
  readonly onwards: string;
  /** Whether claims are at the userinfo end point alone, and not in the ID token. */
  readonly userinfoOnly?: boolean;
}): Promise<TestProvider> {
  const { ca, cert, key } = await createTls();
  const server = createServer({ cert, key });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people: People = {};
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: "jwk" }), kid: "k1", use: "sig", alg: "RS256" };
  const configuration: Configuration = {
    clients: [
      {
        client_id: client.clientId,
        ...(client.clientSecret === undefined
          ? { token_endpoint_auth_method: "none" }
          : { client_secret: client.clientSecret }),
        redirect_uris: [client.back],
        post_logout_redirect_uris: [client.onwards],
      },
    ],
    jwks: { keys: [jwk] },
    cookies: { keys: ["k"] },
    pkce: { required: () => true },
    conformIdTokenClaims: client.userinfoOnly === true,
    claims: { openid: ["sub"], profile: ["name", "preferred_username"], groups: ["groups", "_claim_names"] },
    scopes: ["openid", "profile", "groups"],
    findAccount: async (_, id) =>
      Promise.resolve({ accountId: id, claims: async () => Promise.resolve({ sub: id, ...people[id] }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? "",
        accountId: oidc.session?.accountId ?? "",
      });
      grant.addOIDCScope("openid profile groups");
      await grant.save();
      return grant;
    },
  };
  const provider = new Provider(issuer, configuration);
  let exchanges = 0;
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (request.url?.startsWith("/token") === true) exchanges += 1;
    void answer(request, response);
  });
  const agent = new Agent({ connect: { ca } });
  return {
    issuer,
    ca,
    people,
    exchanges: () => exchanges,
    signIn: async (url, subject, origin) => browse(url, subject, origin, agent),
    [Symbol.asyncDispose]: async () => {
      await agent.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Redirects and the one form of the provider's own pages, with cookies, as a browser goes through them. */
async function browse(start: string, subject: string, origin: string, dispatcher: Agent): Promise<string> {
  const jar = new Map<string, string>();
  let [url, form] = [start, undefined as URLSearchParams | undefined];
  for (let step = 0; step < 12; step += 1) {
    if (url.startsWith(origin)) return url;
    const answer = await fetch(url, {
      dispatcher,
      redirect: "manual",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form !== undefined && { method: "POST", body: form }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    const text = await answer.text();
    const location = answer.headers.get("location");
    form = undefined;
    if (location !== null) url = new URL(location, url).href;
    else {
      const action = /<form[^>]* action="([^"]+)"/.exec(text)?.[1];
      if (action === undefined) throw new Error(`${url} answered ${answer.status}: ${text.slice(0, 300)}`);
      url = new URL(action, url).href;
      form = new URLSearchParams({ prompt: "login", login: subject, password: "x" });
    }
  }
  throw new Error(`the provider leads nowhere: ${url}`);
}
