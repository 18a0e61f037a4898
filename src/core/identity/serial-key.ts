import { fold } from "./text.ts";

/**
 * What makers and hypervisors leave in the serial-number field, letters and digits only. Gathered from the lists of
 * ignored serials that inventory tools keep (netbox-sync, GLPI inventory, Device-Audit), which met them on many machines.
 */
const PLACEHOLDERS = new Set([
  "tobefilledbyoem",
  "defaultstring",
  "default",
  "systemserialnumber",
  "chassisserialnumber",
  "baseboardserialnumber",
  "serialnumber",
  "serial",
  "systemmanufacturer",
  "oem",
  "none",
  "null",
  "na",
  "nil",
  "empty",
  "blank",
  "invalid",
  "undefined",
  "unknown",
  "notapplicable",
  "notavailable",
  "notspecified",
  "notset",
  "nodata",
  "vmware",
  "virtualmachine",
  "qemu",
  "123456789",
  "0123456789",
  "1234567890",
  "12345678",
  "1234567",
  "123456",
]);

/** Shorter ones are counters and fillers (`0`, `01`, `N/A`), not a maker's serial number. */
const SHORTEST = 4;

/** The serial number as a key: letters and digits, folded. Undefined when it is a placeholder that many machines share. */
export function serialKey(text: string): string | undefined {
  const key = fold(text).replaceAll(/[^\p{L}\p{N}]/gu, "");
  if (key.length < SHORTEST || PLACEHOLDERS.has(key)) return undefined;
  // `0000000`, `XXXXXXXX`: one character over and over.
  return /^(.)\1*$/su.test(key) ? undefined : key;
}
