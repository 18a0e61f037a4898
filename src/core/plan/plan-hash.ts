import { canonical } from "../model/canonical.ts";
import type { Digest, Hash } from "../model/ids.ts";
import type { Plan } from "./plan.ts";

/** The digest of a plan: over every field but `hash` itself, canonically encoded. A `hash` that is there is left away. */
export function planHash(plan: Omit<Plan, "hash">, hash: Hash): Digest {
  const { hash: _own, ...hashed } = plan as Plan;
  return hash(canonical(hashed));
}
