import { isIP } from "node:net";

/** IPv4 as IPv6 has it (RFC 4291, 2.5.5.2): a listener on both families sees addresses so. */
export const plainAddress = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, "");

/**
 * Where a request comes from: the other end of the connection, or, where that is one of our proxies, the last address before our
 * proxies that they wrote down. What stands before that anybody may have written.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | undefined,
  isProxy: (address: string) => boolean,
): string {
  const written = (forwardedFor ?? "").split(",").map(plainAddress);
  let address = plainAddress(peer);
  while (isProxy(address)) {
    const before = written.pop();
    if (before === undefined || isIP(before) === 0) return address;
    address = before;
  }
  return address;
}

/** What a limit counts by: an address, and of IPv6 the network of 64 bits, of which one household has all. */
export function limitKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail = ""] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === "" ? [] : tail.split(":");
  const filled = address.includes("::")
    ? [...groups, ...Array.from({ length: Math.max(0, 8 - groups.length - rest.length) }, () => "0"), ...rest]
    : groups;
  return `${filled
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
