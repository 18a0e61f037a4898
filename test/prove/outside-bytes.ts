// Bytes as an outsider may send them: noise, JSON of any shape, and good answers with one place changed or cut off.
import fc from "fast-check";
import { asJson, mutationsOf, type Json } from "../build/mutation.ts";

/** Any body at all, and bodies that are nearly one of these. */
export function bodiesNear(...good: readonly unknown[]): fc.Arbitrary<string | Buffer> {
  const texts = good.map((one) => JSON.stringify(one));
  const mutated = good.flatMap((one) => mutationsOf(asJson(one)));
  const cut = fc
    .tuple(fc.constantFrom(...texts), fc.nat())
    .map(([text, at]) => text.slice(0, at % (text.length + 1)));
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...mutated).map((value: Json) => JSON.stringify(value)) },
    { weight: 2, arbitrary: cut },
    { weight: 1, arbitrary: fc.json() },
    { weight: 1, arbitrary: fc.string() },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.nat({ max: 3_000 }).map((depth) => "[".repeat(depth) + "]".repeat(depth)) },
  );
}

/** Statuses of HTTP and their like; most answers that are read at all are 200. */
export const statuses = fc.oneof(
  { weight: 4, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.constantFrom(201, 204, 206, 302, 400, 401, 403, 404, 409, 418, 429, 500, 503) },
);

/** Content types as they come, or none. */
export const contentTypes = fc.constantFrom(
  "application/json",
  "application/json; charset=utf-8",
  "text/html",
  "",
);
