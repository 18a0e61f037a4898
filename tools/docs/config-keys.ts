import type { JsonSchema } from "../../src/main/config/json-schema.ts";

/** One key of the configuration as its schema has it. Lists are written `key[]`, free keys `<key>`. */
export interface ConfigKey {
  readonly path: string;
  readonly type: string;
  /** As JSON; undefined when it has none. */
  readonly defaultValue: string | undefined;
  readonly required: boolean;
}

/** A node with the keywords of JSON Schema that describe a value. */
interface SchemaNode extends JsonSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
}

/** Every key that may stand in the configuration, sections with keys of their own left out, in the order of the schema. */
export function configKeys(schema: JsonSchema): readonly ConfigKey[] {
  const found = new Map<string, ConfigKey>();
  walk(schema, "", true, found);
  return [...found.values()];
}

function walk(node: SchemaNode, path: string, required: boolean, found: Map<string, ConfigKey>): void {
  const { properties, additionalProperties } = node;
  const forms = node.oneOf ?? node.anyOf;
  if (forms !== undefined) {
    for (const one of forms) walk(one, path, required, found);
    return;
  }
  if (properties !== undefined) {
    for (const [key, child] of Object.entries(properties)) {
      const at = path === "" ? key : `${path}.${key}`;
      walk(child, at, node.required?.includes(key) ?? false, found);
    }
    return;
  }
  if (node.type === "array" && isComposed(node.items)) {
    walk(node.items, `${path}[]`, required, found);
    return;
  }
  const isMap = typeof additionalProperties === "object" && Object.keys(additionalProperties).length > 0;
  const at = isMap ? `${path}.<name>` : path;
  const before = found.get(at);
  const type = isMap ? typeOf(additionalProperties) : typeOf(node);
  found.set(at, {
    path: at,
    // Kinds share keys; where they differ, both are told.
    type: before === undefined || before.type === type ? type : `${before.type} or ${type}`,
    defaultValue: isMap ? undefined : eitherDefault(before?.defaultValue, node.default),
    required,
  });
}

/** Kinds that share a key may have defaults of their own: then both are told. */
function eitherDefault(before: string | undefined, value: unknown): string | undefined {
  const own = value === undefined ? undefined : JSON.stringify(value);
  if (before === undefined || own === undefined || before.split(" or ").includes(own)) return before ?? own;
  return `${before} or ${own}`;
}

const isComposed = (node: SchemaNode | undefined): node is SchemaNode =>
  node?.properties !== undefined || node?.oneOf !== undefined;

const PLURALS: Readonly<Record<string, string>> = { object: "sections", integer: "whole numbers" };

function typeOf(node: SchemaNode): string {
  if (node.enum !== undefined) return node.enum.map((value) => `\`${value}\``).join(", ");
  if (node.const !== undefined) return `\`${node.const}\``;
  if (node.type === "array") {
    const items: SchemaNode = node.items ?? {};
    const least = node.minItems === undefined ? "" : `, at least ${node.minItems}`;
    return `list of ${items.enum === undefined ? (PLURALS[items.type ?? ""] ?? "texts") : typeOf(items)}${least}`;
  }
  if (node.type === "object") return "section";
  if (node.type === "integer") return `whole number, ${node.minimum ?? 0} or more`;
  if (node.type === "number") return `number, ${node.minimum ?? ""} to ${node.maximum ?? ""}`;
  return node.type === "boolean" ? "true or false" : "text";
}
