import type { Given, Parsed, Route } from "../../api/route.ts";
import type { ROUTES } from "../../api/routes.ts";
import type { Principal } from "../principal.ts";
import type { ApiSession } from "./api-session.ts";
import type { Refusal } from "./refusal.ts";

/** Who asks, and how far they reach with the role that the route needs. */
export interface Caller {
  readonly principal: Principal;
  /** Ids of the tenants that they may see or touch here. */
  readonly tenants: "all" | readonly string[];
  /** The version of what is changed, as they saw it; always there where the route is versioned. */
  readonly version: number | undefined;
  /** Fires when they have gone. */
  readonly signal: AbortSignal;
}

/** Answers one route: what the contract says it gives, or a no. Faults: STORE_* and the work's. */
export type Handler<R extends Route> = (
  input: Parsed<R>,
  caller: Caller,
  session: ApiSession,
) => Promise<Given<R> | Refusal>;

type AnyRoute = (typeof ROUTES)[number];

/** A handler for each route, by its id. */
export type Handlers = { readonly [R in AnyRoute as R["id"]]: Handler<R> };

/** Whether a tenant is one of theirs. */
export const reaches = ({ tenants }: Pick<Caller, "tenants">, tenant: string): boolean =>
  tenants === "all" || tenants.includes(tenant);
