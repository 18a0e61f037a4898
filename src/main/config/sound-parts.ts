// Every part of a configuration that is as it should be, so that one mistake does not hide those elsewhere.
import * as z from "zod";
import { SECTIONS, type ConfigFile, type DirectoryFile } from "./schema.ts";
import type { ConfigPath } from "./config-problem.ts";

/** A part of which any field may be missing because it is wrong in itself, which the schema has told. */
export type Sound<T> = T extends readonly (infer Item)[]
  ? readonly (Sound<Item> | undefined)[]
  : T extends object
    ? { readonly [Key in keyof T]?: Sound<T[Key]> | undefined }
    : T;

type KeysOfEither<T> = T extends unknown ? keyof T : never;
type FieldOfEither<T, Key extends PropertyKey> = T extends unknown
  ? Key extends keyof T
    ? T[Key]
    : never
  : never;

/** A directory whose type may not be known: then it may have the fields of either. */
export type SoundDirectory = {
  readonly [Key in KeysOfEither<DirectoryFile>]?: Sound<FieldOfEither<DirectoryFile, Key>> | undefined;
};

/** What is sound of the whole file; an entry of a list that is not keeps its place, as `undefined`. */
export type SoundParts = Sound<Omit<ConfigFile, "directories">> & {
  readonly directories?: readonly (SoundDirectory | undefined)[] | undefined;
};

/** The parts that are as they should be, defaults filled in where nothing is written. */
export function soundParts(written: unknown): SoundParts {
  return soundFields(SECTIONS, isRecord(written) ? written : {});
}

/** What stands at a path of the file, wrong as it may be; `undefined` if nothing does. */
export function valueAt(written: unknown, path: ConfigPath): unknown {
  let node: unknown = written;
  for (const part of path) {
    if (typeof node !== "object" || node === null || !Object.hasOwn(node, part)) return undefined;
    node = (node as Record<string | number, unknown>)[part];
  }
  return node;
}

function soundPart(schema: z.core.$ZodType, written: unknown): unknown {
  const whole = z.safeParse(schema, written);
  if (whole.success) return whole.data;
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return soundPart(schema.def.innerType, written);
  if (schema instanceof z.ZodArray && Array.isArray(written))
    return written.map((item: unknown) => soundPart(schema.def.element, item));
  if (!isRecord(written)) return undefined;
  if (schema instanceof z.ZodObject) return soundFields(schema.shape, written);
  if (schema instanceof z.ZodDiscriminatedUnion) return soundOption(schema, written);
  if (schema instanceof z.ZodRecord)
    return Object.fromEntries(
      Object.entries(written).map(([key, value]) => [key, soundPart(schema.def.valueType, value)]),
    );
  return undefined;
}

const soundFields = (
  shape: Readonly<Record<string, z.core.$ZodType>>,
  written: Readonly<Record<string, unknown>>,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, soundPart(schema, written[key])]));

/** The option that the written kind names, or what is sound by any of them when it names none. */
function soundOption(
  { def }: z.ZodDiscriminatedUnion,
  written: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const options = def.options.filter((option) => option instanceof z.ZodObject);
  const named = options.filter((option) => {
    const kind: unknown = option.shape[def.discriminator];
    return kind instanceof z.core.$ZodType && z.safeParse(kind, written[def.discriminator]).success;
  });
  const parts = (named.length > 0 ? named : options).map((option) => soundFields(option.shape, written));
  return Object.assign({}, ...parts) as Record<string, unknown>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
