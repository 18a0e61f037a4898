import { extname } from "node:path";
import { delimiterOf } from "./csv-fields.ts";
import { attributeOf } from "../directory-export/property-names.ts";

export type ExportFormat = "ldif" | "csv" | "json";

const EXTENSIONS: Readonly<Record<string, ExportFormat>> = {
  ".ldif": "ldif",
  ".ldf": "ldif",
  ".csv": "csv",
  ".tsv": "csv",
  ".json": "json",
};

function isCsvHeader(line: string): boolean {
  const names = line.split(delimiterOf(line) ?? ",").map((name) => name.replaceAll('"', ""));
  return names.some((name) => attributeOf(name) === "dn") || (names.length > 2 && names.some(attributeOf));
}

/** The format of an export: by its first lines, else by its extension; undefined when neither says it. */
export function formatOf(head: string, path: string): ExportFormat | undefined {
  const text = head.trimStart();
  if (text.startsWith("[") || text.startsWith("{")) return "json";
  if (text.startsWith("#TYPE ")) return "csv";
  const first = text.split(/\r?\n/).find((line) => line.trim() !== "" && !line.startsWith("#")) ?? "";
  if (/^(?:dn|version|search|ref)::?(?: |$)/i.test(first)) return "ldif";
  if (isCsvHeader(first)) return "csv";
  return EXTENSIONS[extname(path).toLowerCase()];
}
