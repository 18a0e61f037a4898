import type * as z from "zod";
import type { Role } from "./roles.ts";

/** One route of the API: what it takes, what it gives, and who may ask. Server, console, client and OpenAPI go by it alone. */
export interface Route {
  /** Its name in OpenAPI: `listDevices`. */
  readonly id: string;
  readonly method: "get" | "post" | "put" | "delete";
  /** As OpenAPI writes it: `/api/v1/cases/{number}`. */
  readonly path: `/api/v1/${string}`;
  readonly summary: string;
  /** The least role that may; each role may what those before it may. */
  readonly needs: Role;
  /**
   * `tenants`: what is shown or changed belongs to tenants, and only those of the person are. `fleet`: it concerns every tenant, so
   * that the role has to be held for all of them. `self`: about nobody but who asks.
   */
  readonly scope: "tenants" | "fleet" | "self";
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** If-Match carries the version of what is changed: 428 without it, 412 when it has moved. */
  readonly versioned?: true;
  /** The answer holds a secret: it is kept nowhere, so that a repetition cannot be answered from memory. */
  readonly secret?: true;
  readonly response: z.ZodType;
}

/** Keeps a route's own type. */
export const route = <const R extends Route>(spec: R): R => spec;

type Part<
  R extends Route,
  K extends "params" | "query" | "body",
  D extends "in" | "out",
> = R[K] extends z.ZodType ? { readonly [P in K]: D extends "in" ? z.input<R[K]> : z.output<R[K]> } : unknown;
/** What a caller passes. */
export type Input<R extends Route> = Part<R, "params", "in"> & Part<R, "query", "in"> & Part<R, "body", "in">;
/** What a handler gets, read. */
export type Parsed<R extends Route> = Part<R, "params", "out"> &
  Part<R, "query", "out"> &
  Part<R, "body", "out">;
/** What a caller gets. */
export type Result<R extends Route> = z.output<R["response"]>;
/** What a handler gives. */
export type Given<R extends Route> = z.input<R["response"]>;
