import type { Computer } from "../model/computer.ts";
import type { EndpointOs } from "../model/endpoint.ts";
import { isKnown, type Maybe } from "../model/unknown.ts";

export type OsFamily = "windows_client" | "windows_server" | "macos" | "linux" | "other";

/** What the two sources say of the operating system, side by side; undefined where one says nothing comparable. */
export interface OsComparison {
  readonly family: { readonly endpoint: OsFamily | undefined; readonly computer: OsFamily | undefined };
  /** Windows: the build. macOS and Linux: major.minor, since only Windows has a build in both sources. */
  readonly version: { readonly endpoint: Version | undefined; readonly computer: Version | undefined };
}

/** Numbers from the most significant on. */
export type Version = readonly number[];

export function compareOs(os: EndpointOs, computer: Pick<Computer, "osName" | "osVersion">): OsComparison {
  const family = { endpoint: endpointFamily(os), computer: familyByName(computer.osName) };
  const windows = isWindows(family.endpoint) && isWindows(family.computer);
  return {
    family,
    version: windows
      ? { endpoint: endpointBuild(os), computer: windowsBuild(computer.osVersion) }
      : { endpoint: majorMinor(os), computer: versionByText(computer.osVersion) },
  };
}

const isWindows = (family: OsFamily | undefined): boolean =>
  family === "windows_client" || family === "windows_server";

// macOS and Linux computers write free text into operatingSystem (adcli, the macOS AD plug-in, Samba).
const BY_NAME: readonly (readonly [RegExp, OsFamily])[] = [
  [/windows.*server|server.*windows/i, "windows_server"],
  [/windows/i, "windows_client"],
  [/mac ?os|os x|darwin/i, "macos"],
  [/linux|ubuntu|debian|red ?hat|rhel|centos|fedora|suse|rocky|alma/i, "linux"],
];

function familyByName(name: Maybe<string>): OsFamily | undefined {
  if (!isKnown(name) || name.trim() === "") return undefined;
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? "other";
}

// Platform and name must both be there and agree: a missing platform key is not the same as an equal one.
function endpointFamily(os: EndpointOs): OsFamily | undefined {
  const named = familyByName(os.name);
  if (!isKnown(os.platform) || named === undefined) return undefined;
  switch (os.platform.toLowerCase()) {
    case "windows":
      if (!isWindows(named)) return undefined;
      return os.isServer === true ? "windows_server" : named;
    case "macos":
      return named === "macos" || named === "other" ? "macos" : undefined;
    case "linux":
      return named === "linux" || named === "other" ? "linux" : undefined;
    default:
      return "other";
  }
}

// 0 is what an unset field looks like; there is no such build.
const endpointBuild = (os: EndpointOs): Version | undefined =>
  isKnown(os.build) && Number.isInteger(os.build) && os.build > 0 ? [os.build] : undefined;

/** `10.0 (26100)`: the form that Windows writes into operatingSystemVersion. */
function windowsBuild(version: Maybe<string>): Version | undefined {
  const build = isKnown(version) ? /^\s*\d+\.\d+ \((\d+)\)\s*$/.exec(version)?.[1] : undefined;
  return build === undefined || Number(build) === 0 ? undefined : [Number(build)];
}

function majorMinor({ majorVersion, minorVersion }: EndpointOs): Version | undefined {
  return isKnown(majorVersion) && isKnown(minorVersion) ? [majorVersion, minorVersion] : undefined;
}

// `14.5`, `14.5.1`, `14.5 (23F79)`: what follows major.minor says nothing that Central says too.
function versionByText(version: Maybe<string>): Version | undefined {
  const parts = isKnown(version) ? /^\s*(\d+)\.(\d+)(?:[.\s(].*)?$/s.exec(version) : null;
  return parts === null ? undefined : [Number(parts[1]), Number(parts[2])];
}
