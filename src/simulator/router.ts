import { ALERT_ROUTES } from "./alerts.ts";
import type { Route } from "./call.ts";
import { DIRECTORY_USER_ROUTES } from "./directory-users.ts";
import { DOWNLOAD_ROUTES } from "./downloads.ts";
import { ENDPOINT_DELETE_ROUTES } from "./endpoint-delete.ts";
import { ENDPOINT_LIST_ROUTES } from "./endpoint-list.ts";
import { ENDPOINT_READ_ROUTES } from "./endpoint-read.ts";
import { GROUP_ROUTES } from "./groups.ts";
import { ISOLATION_ROUTES } from "./isolation.ts";
import { MIGRATION_ROUTES } from "./migrations.ts";
import { SIEM_ROUTES } from "./siem-events.ts";
import { TAMPER_ROUTES } from "./tamper.ts";
import { TENANT_ROUTES } from "./tenants.ts";
import { WHOAMI_ROUTES } from "./whoami.ts";

/** Everything that the global and the regional hosts answer. */
export const ROUTES: readonly Route[] = [
  ...WHOAMI_ROUTES,
  ...TENANT_ROUTES,
  ...ENDPOINT_LIST_ROUTES,
  ...ENDPOINT_READ_ROUTES,
  ...ENDPOINT_DELETE_ROUTES,
  ...TAMPER_ROUTES,
  ...DOWNLOAD_ROUTES,
  ...GROUP_ROUTES,
  ...ISOLATION_ROUTES,
  ...ALERT_ROUTES,
  ...SIEM_ROUTES,
  ...DIRECTORY_USER_ROUTES,
  ...MIGRATION_ROUTES,
];

export type Found =
  | { readonly kind: "route"; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: "wrongMethod" }
  | { readonly kind: "nothing" };

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // a broken percent-escape names nothing
  }
}

/** The parameters of a path under a pattern; undefined if it does not fit. An empty segment fits no parameter. */
function fit(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = decoded(given[index] ?? "");
    if (value === undefined) return undefined;
    if (segment.startsWith(":") && value !== "") params[segment.slice(1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}

/** The route of a request on a host of this scope; a fixed path goes before one with a parameter. */
export function findRoute(method: string, path: string, scope: Route["scope"]): Found {
  const fitting = ROUTES.filter((route) => route.scope === scope)
    .flatMap((route) => {
      const params = fit(route.path, path);
      return params === undefined ? [] : [{ route, params }];
    })
    .toSorted((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  if (fitting.length === 0) return { kind: "nothing" };
  const found = fitting.find(({ route }) => route.method === method);
  return found === undefined ? { kind: "wrongMethod" } : { kind: "route", ...found };
}
