// Somebody at the API: requests through the very app, without a port.
import { Hono } from "hono";
import type { Grant } from "../../src/core/model/grant.ts";
import type { ApiSession } from "../../src/server/api/api-session.ts";
import type { Handlers } from "../../src/server/api/handler.ts";
import { mountApi } from "../../src/server/api/mount.ts";
import type { Principal } from "../../src/server/principal.ts";

export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- what came is what a test looks at
  readonly body: any;
}

export interface ApiStage {
  /** Requests of somebody with these grants; nobody without. */
  as(
    name: string | undefined,
    grants?: readonly Grant[],
  ): {
    get(path: string): Promise<Answer>;
    send(
      method: "POST" | "PUT",
      path: string,
      body: unknown,
      headers?: Readonly<Record<string, string>>,
    ): Promise<Answer>;
  };
  /** Who was not let do what. */
  readonly refusals: { readonly actor: string; readonly route: string }[];
}

/** @param session the house that is asked; its store is written in the name of whoever asks only where the house does so */
export function anApi(handlers: Partial<Handlers>, session: ApiSession): ApiStage {
  const refusals: { actor: string; route: string }[] = [];
  let asking: Principal | undefined;
  const app = new Hono();
  mountApi(app, {
    handlers,
    authenticate: async () =>
      Promise.resolve(
        asking === undefined
          ? { kind: "refused", code: "not_signed_in" }
          : { kind: "known", principal: asking },
      ),
    withSession: async (_actor, work) => work(session),
    refused: async ({ actor }, { route }) => void refusals.push({ actor, route }),
  });
  return {
    refusals,
    as: (name, grants = [{ role: "administrator", tenants: "all" }]) => {
      const principal =
        name === undefined ? undefined : { actor: `oidc:${name}`, name, via: "session" as const, grants };
      const send = async (request: Request): Promise<Answer> => {
        asking = principal;
        const response = await app.request(request);
        return { status: response.status, body: await response.json() };
      };
      const at = (path: string): string => `http://127.0.0.1/api/v1${path}`;
      return {
        get: async (path) => send(new Request(at(path))),
        send: async (method, path, body, headers = {}) =>
          send(
            new Request(at(path), {
              method,
              headers: { "content-type": "application/json", ...headers },
              body: JSON.stringify(body),
            }),
          ),
      };
    },
  };
}
