import { BlockList, isIP } from "node:net";
import { invariant } from "../core/model/invariant.ts";
import { rangeParts } from "./config/fields.ts";

/** Whether an address is one of those, or lies in one of the ranges. */
export function addressesIn(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const parts = rangeParts(range);
    invariant(parts !== undefined, "a range that was checked is one");
    list.addSubnet(parts.address, parts.prefix, parts.family);
  }
  return (address) => {
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6");
  };
}
