import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseLine, type DoorPlate } from "./messages.ts";

/** Where a process that has the store says how it can be asked. */
export const platePath = (directory: string): string => join(directory, "door.json");

/** What stands there; undefined when nothing legible does: then nobody can be asked, and the lock says who has the store. */
export async function readPlate(directory: string): Promise<DoorPlate | undefined> {
  let text: string;
  try {
    text = await readFile(platePath(directory), "utf8");
  } catch {
    return undefined;
  }
  const { socket, key, version, pid } = parseLine(text) ?? {};
  return typeof socket === "string" &&
    typeof key === "string" &&
    typeof version === "string" &&
    typeof pid === "number"
    ? { socket, key, version, pid }
    : undefined;
}
