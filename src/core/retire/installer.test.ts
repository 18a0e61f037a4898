import { describe, expect, it } from "vitest";
import { missing } from "../model/unknown.ts";
import { anEndpoint } from "../../../test/build/evidence.ts";
import type { Installer } from "./dossier.ts";
import { installerFor } from "./installer.ts";

const offer = (platform: string, type: string | undefined): Installer => ({
  platform,
  type,
  productName: undefined,
  downloadUrl: `https://dl.example.com/${platform}/${type}`,
});
const OFFERS = [
  offer("windows", "computer"),
  offer("windows", "server"),
  offer("macOS", "computer"),
  offer("linux", "server"),
];
const of = (platform: string, type: string) => {
  const endpoint = anEndpoint();
  return installerFor({ os: { ...endpoint.os, platform }, type }, OFFERS);
};

describe("the installer of an endpoint", () => {
  it.each([
    ["windows", "computer", 0],
    ["windows", "server", 1],
    ["Windows", "server", 1],
    ["macOS", "computer", 2],
    ["macOS", "server", 2],
    ["linux", "server", 3],
    ["windows", "securityVm", 0],
  ])("is of its platform and, where there is one, of its type: %s %s", (platform, type, index) => {
    expect(of(platform, type)).toEqual({ kind: "obtained", value: OFFERS[index] });
  });

  it("is not another platform's", () => {
    expect(of("solaris", "server")).toEqual({ kind: "not_available", why: "no_installer" });
  });

  it("is not guessed where the platform is not known", () => {
    const { os, type } = anEndpoint();
    expect(installerFor({ os: { ...os, platform: missing }, type }, OFFERS)).toEqual({
      kind: "not_available",
      why: "not_asked",
    });
  });
});
