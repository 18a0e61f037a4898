import type { Computer } from "../model/computer.ts";
import type { Endpoint } from "../model/endpoint.ts";
import { FEWEST_INACTIVE_DAYS, type Policy } from "../model/policy.ts";
import { isKnown, type Maybe } from "../model/unknown.ts";

/** What says that a device is a server, and what should have said something and did not. */
export interface ServerSigns {
  readonly saying: readonly string[];
  readonly unknown: readonly string[];
}

export type DeviceClass = "computer" | "server" | "unknown";

const namesServer = (name: Maybe<string>): boolean => isKnown(name) && /server/i.test(name);

/** The signs in Central's record and in the directory's. A type other than computer and server is as good as unknown. */
export function serverSigns(
  endpoint: Pick<Endpoint, "type" | "os">,
  computers: readonly Pick<Computer, "osName">[],
): ServerSigns {
  const { type, os } = endpoint;
  // A security VM protects the machines of its host: nothing that a desk user carries about.
  const typeSays = type === "server" || type === "securityVm";
  const saying = [
    typeSays && "type",
    os.isServer === true && "os.isServer",
    namesServer(os.name) && "os.name",
    computers.some((computer) => namesServer(computer.osName)) && "directory.osName",
  ];
  const unknown = [
    !typeSays && type !== "computer" && "type",
    !isKnown(os.isServer) && "os.isServer",
    !isKnown(os.name) && "os.name",
  ];
  return {
    saying: saying.filter((sign) => sign !== false),
    unknown: unknown.filter((sign) => sign !== false),
  };
}

export function deviceClass(signs: ServerSigns): DeviceClass {
  if (signs.saying.length > 0) return "server";
  return signs.unknown.length > 0 ? "unknown" : "computer";
}

/** Days of silence after which a device of a class is inactive; where the class is unknown, the longer of the two. */
export function inactiveAfterDays(of: DeviceClass, policy: Pick<Policy, "inactive">): number {
  const { computerDays, serverDays } = policy.inactive;
  const days = { computer: computerDays, server: serverDays, unknown: Math.max(computerDays, serverDays) }[
    of
  ];
  return Math.max(FEWEST_INACTIVE_DAYS, days);
}
