import { readFile } from "node:fs/promises";
import type { Admission } from "../cli/app.ts";
import type { PlanId } from "../core/model/ids.ts";
import { admitPlan, type AdmissionTerms } from "../core/plan/admit-plan.ts";
import { Fault } from "../ports/fault.ts";
import type { Store } from "../ports/store.ts";

/** Far more than a plan of a whole estate needs; a mistaken path must not fill the memory. */
const LARGEST = 256 * 1024 * 1024;

/**
 * Reads a plan file and admits it if it is a plan that was frozen in this store, with at most items taken out. What is
 * applied are the stored items, never the file's. Faults: PLAN_INVALID, STORE_*.
 */
export async function admitFile(
  path: string,
  { store, ...terms }: AdmissionTerms & { readonly store: Store },
): Promise<Admission> {
  const file = parse(path, await read(path));
  const id = typeof file === "object" && file !== null && "id" in file ? file.id : undefined;
  const stored = typeof id === "string" ? await store.plans.find(id as PlanId) : undefined;
  return admitPlan(stored, file, terms);
}

async function read(path: string): Promise<string> {
  try {
    const bytes = await readFile(path);
    if (bytes.length > LARGEST)
      throw new Fault("PLAN_INVALID", `${path} is far too large for a plan.`, { path });
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof Fault) throw error;
    const why = error instanceof TypeError ? "is not UTF-8" : "cannot be read";
    throw new Fault("PLAN_INVALID", `The plan file ${path} ${why}.`, { path }, error);
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Fault("PLAN_INVALID", `The plan file ${path} is not JSON: ${String(error)}.`, { path }, error);
  }
}
