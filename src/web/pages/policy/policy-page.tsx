import { Grid, Stack } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { readPolicy } from "../../../api/policy.ts";
import { useRead } from "../../app/queries.ts";
import { TenantFilter } from "../../parts/filter/tenant-filter.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { PageHead } from "../../parts/page-head.tsx";
import { Backtest } from "./backtest.tsx";
import { PolicyInForce } from "./policy-in-force.tsx";
import { WhatIf } from "./what-if.tsx";

const at = getRouteApi("/shell/policy");
const NOTHING = {};

/** The policy in force, what another would come to, and what each threshold would have done. */
export function PolicyPage() {
  const search = at.useSearch();
  const navigate = at.useNavigate();
  const read = useRead(readPolicy, NOTHING);
  const change = (part: Partial<typeof search>): void => {
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true });
  };
  return (
    <>
      <PageHead
        title="Policy"
        about="Nothing is changed here: the policy is part of the configuration. Try out what another would come to."
      >
        <TenantFilter value={search.tenant} onChange={(tenant) => change({ tenant })} />
      </PageHead>
      <Loaded read={read}>
        {(policy) => (
          <Grid gap="md">
            <Grid.Col span={{ base: 12, lg: 7 }}>
              <Stack gap="md">
                <WhatIf
                  key={policy.hash}
                  policy={policy}
                  tenant={search.tenant}
                  thresholds={{
                    computerDays: search.computerDays ?? policy.inactive.computerDays,
                    serverDays: search.serverDays ?? policy.inactive.serverDays,
                  }}
                  onThresholds={change}
                />
                <Backtest tenant={search.tenant} />
              </Stack>
            </Grid.Col>
            <Grid.Col span={{ base: 12, lg: 5 }}>
              <PolicyInForce policy={policy} />
            </Grid.Col>
          </Grid>
        )}
      </Loaded>
    </>
  );
}
