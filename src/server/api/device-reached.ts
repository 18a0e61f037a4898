import { deviceKey } from "../../flows/device-key.ts";
import { reaches, type Caller } from "./handler.ts";
import { refuse, type Refusal } from "./refusal.ts";

/** A device of a tenant that the caller does not reach is to them one that never was. */
export const unknownDevice = (): Refusal =>
  refuse("unknown_here", "No device with this id was ever collected of this tenant.");

/** The device of a path, if its tenant is one of the caller's. */
export function deviceReached(
  params: { readonly tenant: string; readonly endpoint: string },
  caller: Caller,
) {
  const key = deviceKey(params);
  return key === undefined || !reaches(caller, key.tenant) ? undefined : key;
}
