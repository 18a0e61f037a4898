import type { Route, TenantCall } from "./call.ts";
import type { Reply } from "./envelope.ts";
import { ok } from "./envelope.ts";
import { list } from "./parameters.ts";

const PRODUCTS = ["coreAgent", "interceptX", "endpointProtection"];

const INSTALLERS = [
  { platform: "windows", type: "computer", file: "SophosSetup.exe" },
  { platform: "windows", type: "server", file: "SophosSetup.exe" },
  { platform: "macOS", type: "computer", file: "SophosInstall.zip" },
  { platform: "linux", type: "server", file: "SophosSetup.sh" },
];

/** The tenant's installers, narrowed by `platforms` and `requestedProducts`. The links lead nowhere. */
function downloads({ context, tenant, query }: TenantCall): Reply {
  const platforms = list(query, "platforms");
  const products = list(query, "requestedProducts");
  const supported = PRODUCTS.filter((product) => products?.includes(product) !== false);
  const wanted = INSTALLERS.filter(({ platform }) => platforms?.includes(platform) !== false);
  return ok({
    tenant: { id: tenant.id },
    licensedProducts: PRODUCTS,
    installers:
      supported.length === 0
        ? []
        : wanted.map(({ platform, type, file }) => ({
            productName: "Sophos Endpoint",
            platform,
            type,
            supportedProducts: supported,
            downloadUrl: `${context.urls.regions[tenant.region]}/api/download/${tenant.id}/${type}/${file}`,
          })),
  });
}

export const DOWNLOAD_ROUTES: readonly Route[] = [
  { method: "GET", path: "/endpoint/v1/downloads", scope: "tenant", shape: "other", handle: downloads },
];
