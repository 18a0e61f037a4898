import * as z from "zod";
import {
  type addHold,
  type Device,
  type HoldView,
  listDevices,
  type readDevice,
} from "../../../src/api/devices.ts";
import type { listFindings } from "../../../src/api/findings.ts";
import type { Parsed } from "../../../src/api/route.ts";
import { aDetail } from "../device-detail.ts";
import type { Estate } from "../estate.ts";
import { Refused } from "../refused.ts";
import { type Answering, isAny, pageOf } from "./answering.ts";

type Hold = z.output<typeof HoldView>;

const seenAt = ({ lastSeenAt }: Device): string => (typeof lastSeenAt === "string" ? lastSeenAt : "9");
const nameOf = ({ hostname }: Device): string => (typeof hostname === "string" ? hostname : "~");

export function devicesAnswering(estate: Estate): Answering {
  const holds: Hold[] = estate.devices
    .filter(({ reasons }) => reasons.includes("protected"))
    .slice(0, 7)
    .map((device, index) => ({
      tenant: device.tenant,
      tenantName: device.tenantName,
      endpoint: device.endpoint,
      hostname: nameOf(device),
      untilAt: estate.ago(index === 0 ? 2 : -9 * index),
      reason: "On loan to the trade fair",
      owner: "Clara Duval",
      addedAt: estate.ago(20),
    }));

  const find = ({ tenant, endpoint }: { readonly tenant: string; readonly endpoint: string }): Device => {
    const device = estate.devices.find((one) => one.tenant === tenant && one.endpoint === endpoint);
    if (device === undefined) throw new Refused(404, "no_such_device", "There is no such device.");
    return device;
  };

  return {
    listDevices: ({ query }: Parsed<typeof listDevices>) => {
      const { search, tenant, disposition, reason, finding, deviceClass, silentAtLeast, silentAtMost } =
        query;
      const found = estate.devices.filter(
        (device) =>
          (search === undefined ||
            nameOf(device).toLowerCase().startsWith(search.toLowerCase()) ||
            device.endpoint === search) &&
          (tenant === undefined || device.tenant === tenant) &&
          isAny(disposition, [device.disposition ?? "unjudged"]) &&
          isAny(reason, device.reasons) &&
          isAny(finding, device.findings) &&
          isAny(deviceClass, [device.deviceClass]) &&
          (silentAtLeast === undefined || (device.daysInactive ?? -1) >= silentAtLeast) &&
          (silentAtMost === undefined || (device.daysInactive ?? 1e9) <= silentAtMost),
      );
      const by = query.sort === "hostname" ? nameOf : seenAt;
      const sign = query.order === "asc" ? 1 : -1;
      found.sort((one, other) => (by(one) < by(other) ? -sign : sign));
      return pageOf(found, query);
    },
    readDevice: ({ params }: Parsed<typeof readDevice>) => {
      const device = find(params);
      return {
        ...aDetail(device, estate),
        holds: holds.filter(({ endpoint }) => endpoint === device.endpoint),
      };
    },
    addHold: ({ params, body }: Parsed<typeof addHold>) => {
      const device = find(params);
      const hold: Hold = {
        ...params,
        tenantName: device.tenantName,
        hostname: nameOf(device),
        untilAt: body.until.length === 10 ? `${body.until}T23:59:59Z` : body.until,
        reason: body.reason,
        owner: "Ines Albers",
        addedAt: estate.ago(0),
      };
      holds.unshift(hold);
      return hold;
    },
    liftHold: ({ params }: Parsed<typeof readDevice>) => {
      const at = holds.findIndex(({ endpoint }) => endpoint === params.endpoint);
      if (at >= 0) holds.splice(at, 1);
      return { lifted: at >= 0 };
    },
    listHolds: () => ({ items: holds }),
    listFindings: ({ query }: Parsed<typeof listFindings>) => {
      const silent = estate.devices
        .filter(({ findings }) => findings.length > 0)
        .map((device) => ({
          code: "silent_agent" as const,
          hostname: nameOf(device),
          tenant: device.tenant,
          tenantName: device.tenantName,
          endpoint: device.endpoint,
          evidence: { directoryLaterByDays: 41, lastSeenAt: seenAt(device) },
          foundAt: estate.ago(6),
        }));
      const others = Array.from({ length: 40 }, (_, index) => ({
        code: (["unprotected_computer", "stale_in_directory"] as const)[index % 2]!,
        hostname: `OSL-PC-9${index + 100}`,
        directory: "corp",
        computer: `guid-${index}`,
        dn: `CN=OSL-PC-9${index + 100},OU=Computers,OU=Oslo,DC=corp,DC=example`,
        evidence: { lastLogonAt: estate.ago(index) },
        foundAt: estate.ago(3),
      }));
      const all = [...silent, ...others];
      const counts: Record<string, number> = { retired_but_reporting: 0, removed_by_others: 0 };
      for (const { code } of all) counts[code] = (counts[code] ?? 0) + 1;
      const found = all.filter(
        (one) =>
          isAny(query.code, [one.code]) &&
          (query.tenant === undefined || ("tenant" in one && one.tenant === query.tenant)),
      );
      return { ...pageOf(found, query), counts };
    },
  };
}
