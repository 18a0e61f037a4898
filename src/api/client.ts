import { Problem } from "./decisions.ts";
import type { Input, Result, Route } from "./route.ts";

/** The server's no, with its code and what to do. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(`${problem.title}. ${problem.detail}`);
    this.problem = problem;
  }
}

export interface ClientOptions {
  /** Origin of the server; a page's own where not given. */
  readonly origin: string;
  readonly send: (request: Request) => Promise<Response>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** The version of what is changed, as it was shown. */
  readonly version?: number;
  /** Of a command: a repetition under the same key is not carried out twice. */
  readonly idempotencyKey?: string;
}

/** Calls any route of the contract. Rejects with ApiProblem for a no, and with the network's own error when nothing answers. */
export function createClient({ origin, send }: ClientOptions) {
  return async <R extends Route>(
    route: R,
    input: Input<R>,
    options: CallOptions = {},
  ): Promise<Result<R>> => {
    const { params, query, body } = input as {
      readonly params?: Readonly<Record<string, unknown>>;
      readonly query?: Readonly<Record<string, unknown>>;
      readonly body?: unknown;
    };
    const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String(params?.[name])),
    );
    const url = new URL(path, origin);
    for (const [key, value] of Object.entries(query ?? {})) {
      if (value !== undefined) url.searchParams.set(key, wordOf(value));
    }
    const { signal, version, idempotencyKey } = options;
    const response = await send(
      new Request(url, {
        method: route.method.toUpperCase(),
        headers: {
          accept: "application/json",
          ...(body !== undefined && { "content-type": "application/json" }),
          ...(version !== undefined && { "if-match": `"${version}"` }),
          ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(signal !== undefined && { signal }),
      }),
    );
    const answer: unknown = await response.json();
    if (!response.ok) throw new ApiProblem(Problem.parse(answer));
    return route.response.parse(answer) as Result<R>;
  };
}

const wordOf = (value: unknown): string =>
  typeof value === "string" ? value : Array.isArray(value) ? value.join(",") : JSON.stringify(value);
