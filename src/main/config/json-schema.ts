import * as z from "zod";
import { ConfigSchema } from "./schema.ts";

/** A JSON Schema (draft 2020-12) node, as far as it is walked here. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

/** The JSON Schema of rollcall.yaml, for editors. It cannot say all that is checked: DNs, durations and rules between fields. */
export const configJsonSchema = (): JsonSchema & Readonly<Record<string, unknown>> => ({
  ...(z.toJSONSchema(ConfigSchema, { io: "input" }) as JsonSchema & Record<string, unknown>),
  title: "Rollcall configuration",
});

/** The keys that may stand at a path; none where any may. */
export function keysAt(schema: JsonSchema, path: readonly (string | number)[]): string[] {
  let nodes: JsonSchema[] = [schema];
  for (const part of path) {
    nodes = nodes.flatMap(alternatives).flatMap((node) => {
      if (typeof part === "number") return node.items === undefined ? [] : [node.items];
      const own = node.properties?.[part];
      if (own !== undefined) return [own];
      return typeof node.additionalProperties === "object" ? [node.additionalProperties] : [];
    });
  }
  return [...new Set(nodes.flatMap(alternatives).flatMap((node) => Object.keys(node.properties ?? {})))];
}

const alternatives = (node: JsonSchema): JsonSchema[] => {
  const inner = node.oneOf ?? node.anyOf;
  return inner === undefined ? [node] : inner.flatMap(alternatives);
};
