import { ROLES } from "../../src/api/role-names.ts";
import type { Route } from "../../src/api/route.ts";
import { ROUTES } from "../../src/api/routes.ts";
import { code, page, table } from "./markdown.ts";

/** Every route of the API, by the first word of its path. */
export const apiPage = (): string =>
  page("API", [
    "What `rollcall serve` answers under `/api/v1`, to the console and to programs alike. `GET /api/v1/openapi.json` gives the same as OpenAPI 3.1, with every " +
      "field; `GET /api/v1/events` tells live what happens, as server-sent events. The [guide](../guide/api.md) shows how to use it.",
    `Roles, each of which may what those before it may: ${ROLES.map(code).join(", ")}. “All tenants”: the role has to be held for all of them; otherwise ` +
      "what is shown and changed are the tenants of whoever asks, and of others it is not said that they are there.",
    ...nouns().flatMap(([noun, routes]) => [
      `## ${noun}`,
      table(["route", "does", "role", "of", "also takes"], routes.map(rowOf)),
    ]),
  ]);

const nouns = (): [string, Route[]][] => {
  const routes: readonly Route[] = ROUTES;
  return [...Map.groupBy(routes, ({ path }) => path.split("/")[3] ?? "")].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
};

const SCOPES = { tenants: "own tenants", fleet: "all tenants", self: "any" } as const;

const rowOf = ({ method, path, summary, needs, scope, query, body, versioned, secret }: Route): string[] => [
  code(`${method.toUpperCase()} ${path}`),
  summary,
  needs,
  SCOPES[scope],
  [
    ...Object.keys(query?.shape ?? {}).map((name) => code(`?${name}`)),
    ...Object.keys(body?.shape ?? {}).map(code),
    ...(versioned === true ? ["`If-Match`"] : []),
    ...(method === "get" || secret === true ? [] : ["`Idempotency-Key`"]),
  ].join(" "),
];
