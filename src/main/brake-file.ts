import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "../adapters/system/atomic-file.ts";
import { Fault } from "../ports/fault.ts";
import type { BrakeRequest, BrakeRequests } from "../ports/brake-requests.ts";

// The embedded store belongs to one process. A brake must work just then: it is left beside the store, where the process that
// has it looks before each deletion, and every process when it opens the store.

/** The file in which a pull waits; undefined where several processes share the store. */
export const brakeFile = (storeUrl: string): string | undefined =>
  storeUrl.startsWith("pglite:") && storeUrl !== "pglite:memory"
    ? join(storeUrl.slice("pglite:".length), "brake.json")
    : undefined;

export function brakeRequests(path: string | undefined): BrakeRequests {
  return {
    waiting: async () => (path === undefined ? undefined : waiting(path)),
    done: async () => {
      if (path !== undefined) await rm(path, { force: true });
    },
  };
}

/** Leaves a pull where the process that has the store finds it. Fault: OUTPUT_UNWRITABLE. */
export async function requestBrake(path: string, request: BrakeRequest): Promise<void> {
  await writeFileAtomically(path, `${JSON.stringify(request)}\n`);
}

async function waiting(path: string): Promise<BrakeRequest | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new Fault("STORE_UNAVAILABLE", `Whether a brake waits in ${path} cannot be read.`, { path }, error);
  }
  return requestOf(text) ?? { reason: "the request for it is not legible", by: "unknown" };
}

/** What was written; undefined when that is not what we write. */
function requestOf(text: string): BrakeRequest | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const { reason, by } = value as Partial<Record<keyof BrakeRequest, unknown>>;
  return typeof reason === "string" && typeof by === "string" ? { reason, by } : undefined;
}
