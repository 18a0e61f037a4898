import type { TenantId } from "../core/model/ids.ts";
import type { SilentDevice, WatchedTenant } from "../core/plan/backtest.ts";

/** How long devices were silent, and whether they came back. */
export interface SilenceStore {
  /** Since and until when the silences of each tenant are kept, in order of tenant; of some, or of all. */
  watched(tenants: readonly TenantId[] | undefined): Promise<readonly WatchedTenant[]>;
  /**
   * Devices that a complete reading found silent for at least FEWEST_INACTIVE_DAYS, in batches; of some tenants, or of all.
   * A date that is unknown or cannot be right is no silence, nor is one of a device that was online.
   */
  devices(tenants: readonly TenantId[] | undefined): AsyncGenerator<readonly SilentDevice[]>;
}
