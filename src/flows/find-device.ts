import { hostnameKey } from "../core/identity/keys.ts";
import { fold } from "../core/identity/text.ts";
import { endpointId, type EndpointId, type TenantId } from "../core/model/ids.ts";
import type { Instant } from "../core/model/instant.ts";
import type { Store } from "../ports/store.ts";

/** An endpoint as a person tells it from others. */
export interface Device {
  readonly tenant: TenantId;
  readonly tenantName: string;
  readonly endpoint: EndpointId;
  readonly hostname: string;
  /** Set when the last complete reading no longer had it. */
  readonly goneAt: Instant | undefined;
}

export interface DeviceRefusal {
  readonly kind: "refused";
  readonly code: "device_unknown" | "device_ambiguous";
  readonly detail: string;
  /** Those that answer to it. */
  readonly devices: readonly Device[];
}

/** How a person names one device. */
export interface DeviceName {
  /** Hostname or endpoint id. */
  readonly text: string;
  /** Only in this tenant, by its name or id. */
  readonly tenant: string | undefined;
}

/**
 * The one endpoint that a person means: by its id, or by a hostname that one current endpoint alone answers to. One that is gone
 * is meant where no current one has the name. Faults: STORE_*.
 */
export async function findDevice(
  { text, tenant }: DeviceName,
  { inventory }: Pick<Store, "inventory">,
): Promise<({ readonly kind: "found" } & Device) | DeviceRefusal> {
  const id = endpointId(text);
  const hostKey = hostnameKey(text)?.host;
  const found = await inventory.find({
    ...(id !== undefined && { id }),
    ...(id === undefined && hostKey !== undefined && { hostKey }),
  });
  const asked = tenant === undefined ? undefined : fold(tenant);
  const answering = found.filter(
    (one) => asked === undefined || fold(one.tenantName) === asked || one.tenant === asked,
  );
  const current = answering.filter(({ goneAt }) => goneAt === undefined);
  const devices = (current.length > 0 ? current : answering).map(deviceOf);
  const [device, ...others] = devices;
  const where = tenant === undefined ? "" : ` in tenant "${tenant}"`;
  if (device === undefined) {
    const detail = `No endpoint with the hostname or id "${text}" has been collected${where}.`;
    return { kind: "refused", code: "device_unknown", detail, devices };
  }
  if (others.length > 0) {
    const detail = `${devices.length} endpoints answer to "${text}"${where}, and a name alone identifies none: give ${
      id === undefined ? "the id" : "the tenant"
    }.`;
    return { kind: "refused", code: "device_ambiguous", detail, devices };
  }
  return { kind: "found", ...device };
}

const deviceOf = ({ tenant, tenantName, endpoint, hostname, goneAt }: Device): Device => ({
  tenant,
  tenantName,
  endpoint,
  hostname,
  goneAt,
});
