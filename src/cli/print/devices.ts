import type { Device } from "../../flows/find-device.ts";
import type { Io } from "../io.ts";
import { dayText } from "./instant-text.ts";
import { table } from "./table.ts";

/** Devices that answer to one name, by what tells them apart. */
export const devicesText = (io: Io, devices: readonly Device[]): string =>
  table(
    io,
    ["Endpoint", "Tenant", "Listed", "Id"],
    devices.map(({ hostname, tenantName, goneAt, endpoint }) => [
      hostname,
      tenantName,
      goneAt === undefined ? "yes" : `gone since ${dayText(goneAt)}`,
      endpoint,
    ]),
  );
