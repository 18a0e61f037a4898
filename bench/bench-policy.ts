import type { DirectoryName } from "../src/core/model/ids.ts";
import { DAY } from "../src/core/model/instant.ts";
import type { Policy } from "../src/core/model/policy.ts";

export const BENCH_DIRECTORY = "corp" as DirectoryName;
export const BENCH_DOMAIN = { dns: "corp.example.com", netbios: "CORP" };
export const BASE_DN = "DC=corp,DC=example,DC=com";
export const RETIRED_OU = `OU=Disabled,${BASE_DN}`;

/** The defaults, with one directory. */
export const BENCH_POLICY: Policy = {
  inactive: { computerDays: 30, serverDays: 90 },
  graceDays: 14,
  accept: [],
  protect: [],
  vipPeople: [],
  retirement: {
    [BENCH_DIRECTORY]: { ous: [RETIRED_OU], disabledAccounts: false, deletedObjects: true },
  },
  tenantDomains: { "Tenant 0": [BENCH_DOMAIN.dns] },
  stable: { runs: 2, forMs: DAY },
};
