import { describe, expect, it } from "vitest";
import { hostAllowed, httpsOrigin } from "./host-allow-list.ts";

describe("the hosts a token may go to", () => {
  const allowed = ["*.central.sophos.com", "proxy.example.com", "localhost:8443"];

  it.each([
    ["https://api-eu01.central.sophos.com", true],
    ["https://API-EU01.Central.Sophos.com/path", true],
    ["https://a.b.central.sophos.com", true],
    ["https://api-eu01.central.sophos.com:443", true],
    ["https://proxy.example.com", true],
    ["https://localhost:8443", true],
    ["https://central.sophos.com", false],
    ["https://evilcentral.sophos.com", false],
    ["https://central.sophos.com.evil.example", false],
    ["https://api-eu01.central.sophos.com:8443", false],
    ["https://sub.proxy.example.com", false],
    ["https://proxy.example.com:8443", false],
    ["https://localhost", false],
    ["https://localhost:18443", false],
    ["http://api-eu01.central.sophos.com", false],
    ["https://api-eu01.central.sophos.com@evil.example", false],
    ["https://user@proxy.example.com", false],
    ["https://.central.sophos.com", false],
  ])("%s is allowed: %s", (url, expected) => {
    expect(hostAllowed(new URL(url), allowed)).toBe(expected);
  });

  it("are none when the list is empty, and none by an entry that says nothing", () => {
    expect(hostAllowed(new URL("https://api.central.sophos.com"), [])).toBe(false);
    expect(hostAllowed(new URL("https://api.central.sophos.com"), ["", "*.", "*", " "])).toBe(false);
  });
});

describe("an origin that Central names", () => {
  it.each([
    ["https://api-us03.central.sophos.com", "https://api-us03.central.sophos.com"],
    ["https://api-us03.central.sophos.com/", "https://api-us03.central.sophos.com"],
    ["http://api-us03.central.sophos.com/", "https://api-us03.central.sophos.com"],
    ["HTTPS://API-US03.central.sophos.com", "https://api-us03.central.sophos.com"],
    ["https://localhost:8443", "https://localhost:8443"],
    ["https://api.example.com/path", undefined],
    ["https://api.example.com/?q", undefined],
    ["https://user:pw@api.example.com", undefined],
    ["ftp://api.example.com", undefined],
    ["javascript:alert(1)", undefined],
    ["api-us03.central.sophos.com", undefined],
    ["", undefined],
  ])("%j becomes %j", (text, expected) => {
    expect(httpsOrigin(text)).toBe(expected);
  });
});
