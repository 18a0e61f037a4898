import { Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { PageHead } from "../../parts/page-head.tsx";
import { PlanList } from "./plan-list.tsx";
import { RunList } from "./run-list.tsx";
import { ScheduleLine } from "./schedule-line.tsx";
import { StartRun } from "./start-run.tsx";

const at = getRouteApi("/shell/plans");

/** What would happen, and what happened. */
export function PlansPage() {
  const { tab = "plans" } = at.useSearch();
  const navigate = at.useNavigate();
  return (
    <div className="list-page">
      <PageHead title="Plans and runs" about={<ScheduleLine />}>
        <StartRun />
      </PageHead>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(to) =>
          void navigate({ search: { tab: to === "runs" ? "runs" : undefined }, replace: true })
        }
        className="list-tabs"
      >
        <Tabs.List mb="xs">
          <Tabs.Tab value="plans">Plans</Tabs.Tab>
          <Tabs.Tab value="runs">Runs</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="plans">
          <PlanList />
        </Tabs.Panel>
        <Tabs.Panel value="runs">
          <RunList />
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
