import { isKnown, type Maybe } from "../model/unknown.ts";
import type { Installer, Obtained } from "./dossier.ts";
import type { UndoClock } from "./undo-clock.ts";

// The steps follow what Sophos describes for a device that was removed by mistake, in our own words.

export type WayBackCode =
  | "restore_in_central"
  | "agent_not_installed"
  | "installed_without_tamper_protection"
  | "installed_with_tamper_protection";

/** One way back, for the case that its condition holds on the device. */
export interface WayBack {
  readonly code: WayBackCode;
  /** When to take it. */
  readonly when: string;
  /** In their order; numbered by whoever prints them. */
  readonly steps: readonly string[];
}

/** What the steps are written for. */
export interface LostDevice {
  readonly hostname: string;
  readonly endpoint: string;
  readonly tenantName: string;
  readonly platform: Maybe<string>;
  /** As it was before the deletion. */
  readonly tamperProtection: Maybe<boolean>;
  /** A password is in our dossier. */
  readonly passwordKept: boolean;
  readonly installer: Obtained<Installer> | undefined;
  /** Its group, by name or else by id: missing where it was in none, or where there is no dossier. */
  readonly group: Maybe<string>;
  /** Each as `key:value`. */
  readonly tags: Maybe<readonly string[]>;
  readonly clock: UndoClock;
}

const LOGIN = "https://cloud.sophos.com/manage/login";
const AGENT = "Sophos Endpoint Protection";

/**
 * The ways back that may be right for this device, the gentlest first. What was known before the deletion rules ways out;
 * what was not, leaves both, since only a look at the device tells.
 */
export function waysBack(device: LostDevice): readonly WayBack[] {
  const { tamperProtection: tamper, clock } = device;
  // Linux has no tamper protection (Sophos help, "Tamper Protection").
  const linux = isKnown(device.platform) && device.platform.toLowerCase() === "linux";
  const maybeOn = !linux && (!isKnown(tamper) || tamper);
  const maybeOff = linux || !isKnown(tamper) || !tamper;
  return [
    ...(clock.restore.open ? [restore(device)] : []),
    notInstalled(device),
    ...(maybeOff ? [withoutTamperProtection(device)] : []),
    ...(maybeOn ? [withTamperProtection(device)] : []),
  ];
}

const signIn = ({ tenantName }: LostDevice): string =>
  `Sign in to Sophos Central and make sure that you are in the tenant ${tenantName}: ${LOGIN}`;

function restore(device: LostDevice): WayBack {
  return {
    code: "restore_in_central",
    when: `Within ${device.clock.restore.daysLeft === 0 ? "the last hours of the" : "the"} 30 days after the deletion: try this first.`,
    steps: [
      signIn(device),
      "Go to Logs & Reports > Endpoint & Server Protection > Recover Tamper Protection passwords, where deleted devices are listed.",
      `Search for ${device.hostname}, select it and restore it.`,
      "Connect the device to the network and wait until Central shows it online and protected. If it stays unmanaged, go on with the way below that fits.",
    ],
  };
}

function notInstalled(device: LostDevice): WayBack {
  return {
    code: "agent_not_installed",
    when: `${AGENT} is not installed on the device (any more).`,
    steps: [getInstaller(device), "Run it on the device.", SEEN_AGAIN, ...asItWas(device)],
  };
}

function withoutTamperProtection(device: LostDevice): WayBack {
  return {
    code: "installed_without_tamper_protection",
    when: `${AGENT} is installed, and tamper protection is off.`,
    steps: [
      ...registerOnly(device),
      `Uninstall ${AGENT} from the device.`,
      getInstaller(device),
      "Run it on the device.",
      SEEN_AGAIN,
      ...asItWas(device),
    ],
  };
}

function withTamperProtection(device: LostDevice): WayBack {
  const listed = device.clock.passwordListed.filter(({ open }) => open);
  const inConsole =
    listed.length === 0
      ? "Central lists it no longer: by Sophos's own pages it does so for 60 or 90 days."
      : `In Central: Logs & Reports > Endpoint & Server Protection > Recover Tamper Protection passwords (listed for ${listed.map(({ days }) => days).join(" or ")} days after the deletion, depending on which page of Sophos you believe).`;
  const kept = device.passwordKept
    ? `From the dossier: rollcall recover ${device.endpoint} --password --reason "why you need it" (the ledger records it). `
    : "";
  return {
    code: "installed_with_tamper_protection",
    when: `${AGENT} is installed, and tamper protection is on.`,
    steps: [
      signIn(device),
      `Get the tamper-protection password. ${kept}${inConsole}`,
      `In Central's list, search for ${device.hostname} and open "View details": the newest password is the one that was in force when it was deleted.`,
      `On the device, open ${AGENT}.`,
      'Choose "Admin login" and enter the password.',
      'Open "Settings" and tick "Override Sophos Central Policy for up to 4 hours to troubleshoot".',
      'Under "Control on Users", switch tamper protection off.',
      `Uninstall ${AGENT}.`,
      `Install it again. ${getInstaller(device)} ${SEEN_AGAIN}`,
      ...asItWas(device),
    ],
  };
}

const SEEN_AGAIN = "Check that it appears in Central, online and protected; it has a new endpoint id.";

/** A new id is in no group and has no tag: policies go by groups, and so may protect rules of ours. */
function asItWas({ group, tags }: LostDevice): readonly string[] {
  const tagged = isKnown(tags) ? tags : [];
  return [
    ...(isKnown(group)
      ? [`Put it back into the group ${group}, from which it had its policies (under Devices > Groups).`]
      : []),
    ...(tagged.length === 0 ? [] : [`Give it its tags again: ${tagged.join(", ")}.`]),
  ];
}

function getInstaller({ installer, tenantName }: LostDevice): string {
  return installer?.kind === "obtained"
    ? `The installer of ${tenantName}: ${installer.value.downloadUrl} (as it was at the deletion; Central has the newest under Devices > Installers).`
    : `Download the newest installer from Central, in the tenant ${tenantName}, under Devices > Installers.`;
}

/** Sophos names the option for devices whose 30 days are over; macOS and Linux installers do not have it. */
const registerOnly = ({ platform }: LostDevice): readonly string[] =>
  isKnown(platform) && platform.toLowerCase() === "windows"
    ? [
        "If the agent is whole and only no longer managed, first try SophosSetup.exe --registeronly, which registers what is installed; if that brings it back, stop here.",
      ]
    : [];
