import type { Brand } from "./brand.ts";

/** A tenant's UUID as Sophos Central gives it, in lower case: the API's own examples mix cases. */
export type TenantId = Brand<string, "TenantId">;
/** An endpoint's UUID in lower case; unique within its tenant only. */
export type EndpointId = Brand<string, "EndpointId">;
/** A directory's name as the configuration gives it. */
export type DirectoryName = Brand<string, "DirectoryName">;
/** A computer's identity in its directory: the objectGUID in lower case, or `dn:<key>` for an export without one. */
export type ComputerId = Brand<string, "ComputerId">;
export type CollectionId = Brand<string, "CollectionId">;
export type PlanId = Brand<string, "PlanId">;
/** A SHA-256 in lower-case hex. */
export type Digest = Brand<string, "Digest">;
/** Hashes a text (as UTF-8) with SHA-256; handed in, since core has no node:crypto. */
export type Hash = (text: string) => Digest;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const uuid = (text: string): string | undefined => {
  const lower = text.trim().toLowerCase();
  return UUID.test(lower) ? lower : undefined;
};

/** The tenant id in a text, or undefined when it is no UUID. */
export const tenantId = (text: string): TenantId | undefined => uuid(text) as TenantId | undefined;
/** The endpoint id in a text, or undefined when it is no UUID: an empty id must never reach a URL. */
export const endpointId = (text: string): EndpointId | undefined => uuid(text) as EndpointId | undefined;
