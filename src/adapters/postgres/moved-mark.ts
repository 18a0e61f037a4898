import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { formatInstant } from "../../core/model/instant.ts";
import { Fault } from "../../ports/fault.ts";
import type { MovedMark } from "../../ports/store-move.ts";
import { writeFileAtomically } from "../system/atomic-file.ts";
import { isErrno } from "./errno.ts";
import { directoryFault } from "./full-disk.ts";

// Two stores that both believe to be the truth would delete by two budgets, and neither would know of the other's holds. So
// the one that was moved is opened no more. The mark lies beside the database: a copy of the directory has it too.

const pathIn = (directory: string): string => join(directory, "moved.json");

/** Marks the store of a directory. Fault: OUTPUT_UNWRITABLE. */
export async function markMoved(directory: string, { at, ...mark }: MovedMark): Promise<void> {
  await writeFileAtomically(pathIn(directory), `${JSON.stringify({ ...mark, at: formatInstant(at) })}\n`);
}

/** Faults: STORE_MOVED when the store of this directory was moved, also when its mark is not legible; STORE_UNAVAILABLE. */
export async function refuseMoved(directory: string): Promise<void> {
  const path = pathIn(directory);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return;
    throw directoryFault(error, "Whether the store was moved cannot be read.", path);
  }
  const { to, database, at, by } = fieldsOf(text);
  throw new Fault(
    "STORE_MOVED",
    `This store was moved to ${to} (database ${database}) at ${at} by ${by}, and is used no more.`,
    { to, database, at, by, path },
  );
}

function fieldsOf(text: string): Readonly<Record<"to" | "database" | "at" | "by", string>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const found = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  const field = (name: string): string => {
    const one = found[name];
    return typeof one === "string" ? one : "unknown";
  };
  return { to: field("to"), database: field("database"), at: field("at"), by: field("by") };
}
