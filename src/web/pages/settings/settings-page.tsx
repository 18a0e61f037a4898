import { Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { PageHead } from "../../parts/page-head.tsx";
import { About } from "./about.tsx";
import { HoldList } from "./hold-list.tsx";
import { Outbox } from "./outbox.tsx";
import { Roles } from "./roles.tsx";
import { SourceList } from "./source-list.tsx";
import { Tokens } from "./tokens.tsx";
import { Workers } from "./workers.tsx";

const at = getRouteApi("/shell/settings");

const TABS = [
  ["sources", "Sources", SourceList],
  ["holds", "Holds", HoldList],
  ["outbox", "Outbox", Outbox],
  ["workers", "Workers", Workers],
  ["roles", "Roles", Roles],
  ["tokens", "Tokens", Tokens],
  ["about", "Configuration", About],
] as const;

/** What Rollcall reads and tells, and who may what. */
export function SettingsPage() {
  const { tab = "sources" } = at.useSearch();
  const navigate = at.useNavigate();
  return (
    <div className="list-page">
      <PageHead title="Settings" about="The configuration itself is a file; here is what it comes to" />
      <Tabs
        value={tab}
        keepMounted={false}
        className="list-tabs"
        onChange={(to) =>
          void navigate({ search: { tab: TABS.find(([name]) => name === to)?.[0] }, replace: true })
        }
      >
        <Tabs.List mb="sm">
          {TABS.map(([name, label]) => (
            <Tabs.Tab key={name} value={name}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(([name, , Content]) => (
          <Tabs.Panel key={name} value={name}>
            <Content />
          </Tabs.Panel>
        ))}
      </Tabs>
    </div>
  );
}
