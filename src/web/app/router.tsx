import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from "@tanstack/react-router";
import {
  CaseSearch,
  DeletionSearch,
  DeviceSearch,
  FindingSearch,
  LedgerSearch,
  PlanSearch,
  PolicySearch,
  SettingsSearch,
  SignInSearch,
} from "./search.ts";
import { NotFound } from "./not-found.tsx";
import { Shell } from "./shell.tsx";

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });
const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });
const within = { getParentRoute: () => shell } as const;

const overview = createRoute({
  ...within,
  path: "/",
  component: lazyRouteComponent(() => import("../pages/overview/overview-page.tsx"), "OverviewPage"),
});
const review = createRoute({
  ...within,
  path: "/review",
  validateSearch: CaseSearch,
  component: lazyRouteComponent(() => import("../pages/review/review-page.tsx"), "ReviewPage"),
});
const devices = createRoute({
  ...within,
  path: "/devices",
  validateSearch: DeviceSearch,
  component: lazyRouteComponent(() => import("../pages/devices/devices-page.tsx"), "DevicesPage"),
});
const plans = createRoute({
  ...within,
  path: "/plans",
  validateSearch: PlanSearch,
  component: lazyRouteComponent(() => import("../pages/plans/plans-page.tsx"), "PlansPage"),
});
const plan = createRoute({
  ...within,
  path: "/plans/$id",
  component: lazyRouteComponent(() => import("../pages/plans/plan-page.tsx"), "PlanPage"),
});
const run = createRoute({
  ...within,
  path: "/runs/$id",
  component: lazyRouteComponent(() => import("../pages/plans/run-page.tsx"), "RunPage"),
});
const deletions = createRoute({
  ...within,
  path: "/deletions",
  validateSearch: DeletionSearch,
  component: lazyRouteComponent(() => import("../pages/deletions/deletions-page.tsx"), "DeletionsPage"),
});
const findings = createRoute({
  ...within,
  path: "/findings",
  validateSearch: FindingSearch,
  component: lazyRouteComponent(() => import("../pages/findings/findings-page.tsx"), "FindingsPage"),
});
const policy = createRoute({
  ...within,
  path: "/policy",
  validateSearch: PolicySearch,
  component: lazyRouteComponent(() => import("../pages/policy/policy-page.tsx"), "PolicyPage"),
});
const ledger = createRoute({
  ...within,
  path: "/ledger",
  validateSearch: LedgerSearch,
  component: lazyRouteComponent(() => import("../pages/ledger/ledger-page.tsx"), "LedgerPage"),
});
const settings = createRoute({
  ...within,
  path: "/settings",
  validateSearch: SettingsSearch,
  component: lazyRouteComponent(() => import("../pages/settings/settings-page.tsx"), "SettingsPage"),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: SignInSearch,
  component: lazyRouteComponent(() => import("../pages/sign-in/sign-in-page.tsx"), "SignInPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    shell.addChildren([
      overview,
      review,
      devices,
      plans,
      plan,
      run,
      deletions,
      findings,
      policy,
      ledger,
      settings,
    ]),
    signIn,
  ]),
  defaultPreload: "intent",
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
