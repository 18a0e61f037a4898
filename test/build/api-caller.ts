// Somebody at the API: requests through the very app, without a port.
import { Hono } from "hono";
import { ApiProblem, createClient, type CallOptions } from "../../src/api/client.ts";
import { Problem } from "../../src/api/decisions.ts";
import type { Input, Result, Route } from "../../src/api/route.ts";
import type { Grant } from "../../src/core/model/grant.ts";
import type { ApiSession } from "../../src/server/api/api-session.ts";
import type { Handlers } from "../../src/server/api/handler.ts";
import { mountApi } from "../../src/server/api/mount.ts";
import type { Principal } from "../../src/server/principal.ts";

export interface Caller {
  call<R extends Route>(route: R, input: Input<R>, options?: CallOptions): Promise<Result<R>>;
  /** The problem that a call ends with: its status and code; it fails when there is none. */
  refused<R extends Route>(route: R, input: Input<R>, options?: CallOptions): Promise<string>;
  /** A request that the contract does not allow, below /api/v1; its problem. */
  wrong(path: string): Promise<Problem>;
}

export interface ApiStage {
  /** Somebody with these grants; nobody without a name. */
  as(name: string | undefined, grants?: readonly Grant[]): Caller;
  /** Who was not let do what. */
  readonly refusals: { readonly actor: string; readonly route: string }[];
}

const ORIGIN = "http://127.0.0.1";
const EVERYTHING: readonly Grant[] = [{ role: "administrator", tenants: "all" }];

/** @param session the house that is asked */
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
    refused: async ({ actor }, { route }) => {
      refusals.push({ actor, route });
      return Promise.resolve();
    },
  });
  return {
    refusals,
    as: (name, grants = EVERYTHING) => {
      const principal =
        name === undefined ? undefined : { actor: `oidc:${name}`, name, via: "session" as const, grants };
      const send = async (request: Request): Promise<Response> => {
        asking = principal;
        return app.request(request);
      };
      const call = createClient({ origin: ORIGIN, send });
      return {
        call,
        refused: async (route, input, options) => {
          try {
            await call(route, input, options);
          } catch (error) {
            if (error instanceof ApiProblem) return `${error.problem.status} ${error.problem.code}`;
            throw error;
          }
          throw new Error(`${route.id} was not refused`);
        },
        wrong: async (path) =>
          Problem.parse(await (await send(new Request(`${ORIGIN}/api/v1${path}`))).json()),
      };
    },
  };
}
