// MAC addresses as further evidence that a device came back: never enough to decide by themselves.

/**
 * Host-side adapters of hypervisors and VPN clients carry the same address on every machine that has them installed:
 * VMware VMnet1 and VMnet8, VirtualBox host-only, the PPP and NDIS WAN miniports, Npcap loopback, Cisco AnyConnect.
 */
const SHARED = [
  /^005056c0000[18]$/,
  /^0a0027/,
  /^0{12}$/,
  /^f{12}$/,
  /^02004c4f4f50$/,
  /^00059a3c7[0-9a-f]{3}$/,
];

/**
 * The addresses as 12 hex digits in lower case, each once, sorted. Left out: what is no address, group addresses, and
 * locally administered ones (the second bit of the first byte: randomised, virtual), since those identify no machine.
 */
export function macKeys(addresses: readonly string[]): readonly string[] {
  const keys = addresses
    .map((address) => address.toLowerCase().replaceAll(/[^0-9a-f]/g, ""))
    .filter((key) => key.length === 12 && !isGroupOrLocal(key) && !SHARED.some((shared) => shared.test(key)));
  return [...new Set(keys)].sort();
}

// IEEE 802: bit 0 of the first byte marks a group, bit 1 a local address; both lie in the second hex digit.
const isGroupOrLocal = (key: string): boolean => (Number.parseInt(key.slice(1, 2), 16) & 0b11) !== 0;
