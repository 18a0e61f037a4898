// Reads a value of a known shape out of an unknown one by plain checks. Strict on purpose: a key that nobody knows may be
// one that somebody relies on, so it is an error like a missing one.

export type Decoded<T> =
  | { readonly ok: true; readonly value: T }
  /** `path` as a person would write it: `items[3].lastSeenAt`; empty for the whole. */
  | { readonly ok: false; readonly path: string; readonly expected: string };

/** Reads a T at a path of the whole value. */
export type Decoder<T> = (value: unknown, path: string) => Decoded<T>;

const decoded = <T>(value: T): Decoded<T> => ({ ok: true, value });
const refused = (path: string, expected: string): Decoded<never> => ({ ok: false, path, expected });

/** What `read` makes of a value; its undefined is a refusal, told as what was expected. */
export const readAs =
  <T>(expected: string, read: (value: unknown) => T | undefined): Decoder<T> =>
  (value, path) => {
    const result = read(value);
    return result === undefined ? refused(path, expected) : decoded(result);
  };

export const text = readAs("a text", (value) => (typeof value === "string" ? value : undefined));
export const finite = readAs("a number", (value) => (Number.isFinite(value) ? (value as number) : undefined));
export const whole = readAs("a whole number", (value) =>
  Number.isSafeInteger(value) ? (value as number) : undefined,
);
export const flag = readAs("true or false", (value) => (typeof value === "boolean" ? value : undefined));

/** One of the values of a closed list. */
export const oneOf = <T extends string | number>(values: readonly T[]): Decoder<T> =>
  readAs(values.length === 1 ? `${values[0]}` : `one of ${values.join(", ")}`, (value) =>
    values.find((known) => known === value),
  );

/** A value that may be absent. */
export const optional =
  <T>(decoder: Decoder<T>): Decoder<T | undefined> =>
  (value, path) =>
    value === undefined ? decoded(undefined) : decoder(value, path);

export const listOf =
  <T>(decoder: Decoder<T>): Decoder<readonly T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) return refused(path, "a list");
    const list: T[] = [];
    // Indexed, since an iteration by callback would step over the holes of a sparse list.
    for (let i = 0; i < value.length; i++) {
      const element = decoder(value[i], `${path}[${i}]`);
      if (!element.ok) return element;
      list.push(element.value);
    }
    return decoded(list);
  };

/** An object of any keys with values of one kind. */
export const recordOf =
  <T>(decoder: Decoder<T>): Decoder<Readonly<Record<string, T>>> =>
  (value, path) => {
    if (!isObject(value)) return refused(path, "an object");
    const entries: [string, T][] = [];
    for (const key of Object.keys(value)) {
      const field = decoder(value[key], at(path, key));
      if (!field.ok) return field;
      entries.push([key, field.value]);
    }
    return decoded(Object.fromEntries(entries));
  };

/** An object of exactly these fields. */
export const objectOf =
  <T extends object>(fields: { readonly [K in keyof T]-?: Decoder<T[K]> }): Decoder<T> =>
  (value, path) => {
    if (!isObject(value)) return refused(path, "an object");
    const known = Object.keys(fields) as (keyof T & string)[];
    const stranger = Object.keys(value).find((key) => !(known as string[]).includes(key));
    if (stranger !== undefined) return refused(at(path, stranger), "no such field");
    const entries: [string, unknown][] = [];
    for (const key of known) {
      const field = fields[key](Object.hasOwn(value, key) ? value[key] : undefined, at(path, key));
      if (!field.ok) return field;
      entries.push([key, field.value]);
    }
    return decoded(Object.fromEntries(entries) as T);
  };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const at = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);
