import { describe, expect, it } from "vitest";
import { addressesIn } from "../../main/proxies.ts";
import { clientAddress, limitKey } from "./client-address.ts";

const isProxy = addressesIn(["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"]);

describe("where a request comes from", () => {
  it.each([
    [
      "the other end, where that is no proxy, whatever it writes",
      "203.0.113.9",
      "198.51.100.1",
      "203.0.113.9",
    ],
    ["who a proxy says it is", "10.0.0.5", "198.51.100.1", "198.51.100.1"],
    [
      "the last before our proxies, whatever was written before it",
      "10.0.0.5",
      "1.2.3.4, 198.51.100.1, 192.0.2.7",
      "198.51.100.1",
    ],
    ["the proxy itself, where it wrote nothing", "10.0.0.5", undefined, "10.0.0.5"],
    ["the proxy itself, where it wrote no address", "10.0.0.5", "unknown", "10.0.0.5"],
    ["the first proxy, where all are", "10.0.0.5", "10.0.0.6, 10.0.0.7", "10.0.0.6"],
    ["IPv4 in IPv6", "::ffff:10.0.0.5", "::ffff:198.51.100.1", "198.51.100.1"],
    ["IPv6", "2001:db8::1", "2001:db9::5", "2001:db9::5"],
  ])("is %s", (_, peer, forwarded, expected) => {
    expect(clientAddress(peer, forwarded, isProxy)).toBe(expected);
  });

  it("is counted by address, and in IPv6 by network", () => {
    expect(limitKey("198.51.100.1")).toBe("198.51.100.1");
    for (const address of [
      "2001:db8:1:2::5",
      "2001:0DB8:1:2:ffff::",
      "2001:db8:1:2:1:2:3:4",
      "2001:db8:1:2::%eth0",
    ])
      expect(limitKey(address)).toBe("2001:db8:1:2::/64");
    expect(limitKey("::1")).toBe("0:0:0:0::/64");
    expect(limitKey("2001:db8::1:2:3:4:5")).toBe("2001:db8:0:1::/64");
  });
});
