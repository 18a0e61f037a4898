import type { Instant } from "../core/model/instant.ts";

/** Which database the store lies in. A restored backup lies in another one, and so does a copy. */
export interface HomeStore {
  /** Whether it lies where it was last settled. Writes nothing. */
  isHere(): Promise<boolean>;
  /** Notes that it lies here from now on. `elsewhere`: until now it lay in another database. In a transaction. */
  settle(at: Instant): Promise<"here" | "elsewhere">;
}
