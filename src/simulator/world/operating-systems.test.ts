import { describe, expect, it } from "vitest";
import { LINUXES, MACS, upgraded, WINDOWS_CLIENTS, WINDOWS_SERVERS } from "./operating-systems.ts";

describe("operating systems", () => {
  it("Windows has a build on both sides, the same one; the others have none", () => {
    for (const os of [...WINDOWS_CLIENTS, ...WINDOWS_SERVERS]) {
      expect(os.directoryVersion).toBe(`10.0 (${os.build})`);
    }
    for (const os of [...MACS, ...LINUXES]) expect(os.build).toBeUndefined();
  });

  it("an upgrade raises the build of a Windows client, but for the newest; it leaves the rest alone", () => {
    const newest = WINDOWS_CLIENTS.at(-1)!;
    for (const os of WINDOWS_CLIENTS) {
      if (os === newest) expect(upgraded(os)).toBe(os);
      else expect(upgraded(os).build).toBeGreaterThan(os.build!);
    }
    for (const os of [...WINDOWS_SERVERS, ...MACS, ...LINUXES]) expect(upgraded(os)).toBe(os);
  });
});
