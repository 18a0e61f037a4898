import { apiHostOf } from "./api-host.ts";
import type { CredentialCall, Route } from "./call.ts";
import { findById } from "./call.ts";
import type { Reply } from "./envelope.ts";
import { ok } from "./envelope.ts";

/** Says who the credential is. `dataRegion` comes for a tenant's credential only. */
function whoami({ context, credential, faults }: CredentialCall): Reply {
  const tenant = credential.kind === "tenant" ? findById(context.estate.tenants, credential.id) : undefined;
  const dataRegion = tenant === undefined ? undefined : apiHostOf(tenant, context.urls, faults);
  return ok({
    id: credential.id,
    idType: credential.kind,
    apiHosts: { global: context.urls.api, ...(dataRegion === undefined ? {} : { dataRegion }) },
  });
}

export const WHOAMI_ROUTES: readonly Route[] = [
  { method: "GET", path: "/whoami/v1", scope: "credential", shape: "whoami", handle: whoami },
];
