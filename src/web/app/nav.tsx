import { Badge, NavLink } from "@mantine/core";
import { Link, useRouterState } from "@tanstack/react-router";
import { readOverview } from "../../api/overview.ts";
import {
  IconAdjustments,
  IconAlertTriangle,
  IconChecklist,
  IconDeviceDesktop,
  IconHistory,
  IconLayoutDashboard,
  IconListDetails,
  IconSettings,
  IconTrashX,
} from "../parts/icons.ts";
import { count } from "../parts/words.ts";
import { useRead } from "./queries.ts";

const PAGES = [
  ["/", "Overview", IconLayoutDashboard],
  ["/review", "Review queue", IconChecklist],
  ["/devices", "Devices", IconDeviceDesktop],
  ["/plans", "Plans and runs", IconListDetails],
  ["/deletions", "Deletions", IconTrashX],
  ["/findings", "Findings", IconAlertTriangle],
  ["/policy", "Policy", IconAdjustments],
  ["/ledger", "Ledger", IconHistory],
  ["/settings", "Settings", IconSettings],
] as const;
const NOTHING = {};

/** Where one is, and where one can go; beside the review queue, how many wait there. */
export function Nav({ onGo }: { readonly onGo: () => void }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const open = useRead(readOverview, NOTHING).data?.waiting.open ?? 0;
  const isAt = (to: string): boolean =>
    to === "/" ? path === "/" : path.startsWith(to) || (to === "/plans" && path.startsWith("/runs"));
  return PAGES.map(([to, label, Icon]) => (
    <NavLink
      key={to}
      component={Link}
      to={to}
      label={label}
      noWrap
      active={isAt(to)}
      aria-current={isAt(to) ? "page" : undefined}
      leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
      rightSection={
        to === "/review" &&
        open > 0 && (
          <Badge size="sm" color="yellow" aria-label={`${open} open`}>
            {count(open)}
          </Badge>
        )
      }
      onClick={onGo}
    />
  ));
}
