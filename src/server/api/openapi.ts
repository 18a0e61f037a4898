import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import { Problem } from "../../api/decisions.ts";
import type { Route } from "../../api/route.ts";
import { ROUTES } from "../../api/routes.ts";

const KEY = {
  name: "Idempotency-Key",
  in: "header",
  description: "A repetition under the same key is not carried out twice; it gets the first answer.",
  schema: { type: "string", maxLength: 200 },
} as const;
const IF_MATCH = {
  name: "If-Match",
  in: "header",
  required: true,
  description: 'The version that was seen, in double quotes: "7".',
  schema: { type: "string" },
} as const;

/** The API as OpenAPI 3.1, from the contract itself. */
export function openApi(version: string): ReturnType<typeof createDocument> {
  const paths: Record<string, ZodOpenApiPathsObject[string]> = {};
  for (const route of ROUTES)
    paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: "Rollcall",
      version,
      description:
        "Instants are RFC 3339 in UTC. What is not known is an object {unknown: why}, never a default.",
    },
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "rollcall token create" },
        session: { type: "apiKey", in: "cookie", name: "__Host-rollcall" },
      },
    },
  });
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const parameters = [
    ...(route.versioned === true ? [IF_MATCH] : []),
    ...(route.method === "get" || route.secret === true ? [] : [KEY]),
  ];
  const scope = route.scope === "fleet" ? " for all tenants" : "";
  return {
    operationId: route.id,
    summary: route.summary,
    description: `Takes the role ${route.needs}${scope}.`,
    security: [{ token: [] }, { session: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...((route.params ?? route.query) !== undefined && {
      requestParams: {
        ...(route.params !== undefined && { path: route.params }),
        ...(route.query !== undefined && { query: route.query }),
      },
    }),
    ...(route.body !== undefined && {
      requestBody: { required: true, content: { "application/json": { schema: route.body } } },
    }),
    responses: {
      "200": { description: "As asked", content: { "application/json": { schema: route.response } } },
      default: {
        description: "A problem (RFC 9457)",
        content: { "application/problem+json": { schema: Problem } },
      },
    },
  };
}
