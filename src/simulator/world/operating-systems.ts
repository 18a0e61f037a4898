// What a machine runs, as both sides call it.

/** One operating system in the words of Central and of the directory. */
export interface OperatingSystem {
  readonly platform: "windows" | "macOS" | "linux";
  readonly isServer: boolean;
  /** As Central names it. */
  readonly centralName: string;
  readonly majorVersion: number;
  readonly minorVersion: number;
  /** Windows only: macOS and Linux records carry none. */
  readonly build?: number;
  readonly directoryName: string;
  readonly directoryVersion?: string;
}

const windows = (name: string, build: number, isServer = false): OperatingSystem => ({
  platform: "windows",
  isServer,
  centralName: name,
  majorVersion: 10, // Windows 11 and Server 2025 report major 10 as well
  minorVersion: 0,
  build,
  directoryName: name,
  directoryVersion: `10.0 (${build})`,
});

/** Windows clients from old to new: an upgrade goes one to the right. Builds: Microsoft's release tables. */
export const WINDOWS_CLIENTS: readonly OperatingSystem[] = [
  windows("Windows 10 Enterprise", 18363),
  windows("Windows 10 Enterprise", 19045),
  windows("Windows 11 Enterprise", 22621),
  windows("Windows 11 Enterprise", 22631),
  windows("Windows 11 Enterprise", 26100),
  windows("Windows 11 Enterprise", 26200),
];

export const WINDOWS_SERVERS: readonly OperatingSystem[] = [
  windows("Windows Server 2016 Standard", 14393, true),
  windows("Windows Server 2019 Standard", 17763, true),
  windows("Windows Server 2022 Datacenter", 20348, true),
  windows("Windows Server 2025 Datacenter", 26100, true), // the build of Windows 11 24H2 too
];

const mac = (release: string, majorVersion: number, minorVersion: number): OperatingSystem => ({
  platform: "macOS",
  isServer: false,
  centralName: `macOS ${release}`,
  majorVersion,
  minorVersion,
  directoryName: "macOS",
  directoryVersion: `${majorVersion}.${minorVersion}`,
});

export const MACS: readonly OperatingSystem[] = [
  mac("Sonoma", 14, 5),
  mac("Sequoia", 15, 4),
  mac("Tahoe", 26, 1),
];

const linux = (
  name: string,
  majorVersion: number,
  minorVersion: number,
  isServer: boolean,
): OperatingSystem => ({
  platform: "linux",
  isServer,
  centralName: name,
  majorVersion,
  minorVersion,
  directoryName: "pc-linux-gnu", // what adcli writes when nobody tells it better
});

export const LINUXES: readonly OperatingSystem[] = [
  linux("Ubuntu 22.04.4 LTS", 22, 4, true),
  linux("Ubuntu 24.04.1 LTS", 24, 4, false),
  linux("Debian GNU/Linux 12 (bookworm)", 12, 0, true),
];

/** The next Windows client release; the newest stays. */
export function upgraded(os: OperatingSystem): OperatingSystem {
  const at = WINDOWS_CLIENTS.indexOf(os);
  return at < 0 ? os : (WINDOWS_CLIENTS[at + 1] ?? os);
}
