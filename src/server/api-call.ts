// A request and its answer without the transport, so that every room of the server is tested, and mounted, without one.

/** A request as it came: nothing of it is parsed, or proved, yet. */
export interface ApiCall {
  readonly method: string;
  /** Path and query, byte by byte as they were sent. */
  readonly target: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

// Names of instants end so, by the house's rule; their values are milliseconds inside and RFC 3339 outside.
const INSTANT = /(?:^at|At|Since|^until)$/;

/** A value as the API writes it: undefined values left out, instants as RFC 3339. */
export const apiText = (value: unknown): string =>
  JSON.stringify(value, (key, one: unknown) =>
    typeof one === "number" && INSTANT.test(key) ? new Date(one).toISOString() : one,
  );

export const jsonAnswer = (status: number, body: string): ApiAnswer => ({
  status,
  headers: { "content-type": "application/json" },
  body,
});
