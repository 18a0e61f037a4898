import type { Lease } from "./lease-store.ts";
import type { Store } from "./store.ts";

/** The lease as one run sees it. A dry run looks at it and takes nothing. */
export interface RunLease {
  /** Takes it; or says who holds it. */
  take(): Promise<"taken" | Lease>;
  /**
   * Renews it; false when another run has taken it since: then nothing more may be deleted by this one.
   * @param store inside a transaction it cannot be taken away before the end of that
   */
  renew(store: Pick<Store, "lease">): Promise<boolean>;
  release(): Promise<void>;
}
