import type { Dossier, NamedDevice, Recovery } from "../../flows/recover.ts";
import type { KnownReturn } from "../../ports/return-store.ts";
import type { WayBack } from "../../core/retire/way-back.ts";
import type { UndoClock } from "../../core/retire/undo-clock.ts";
import { paint, type Io } from "../io.ts";
import { dayText, instantText } from "./instant-text.ts";
import { printable, table } from "./table.ts";

/** Devices that answer to one name, by what tells them apart. */
export const namedDevicesText = (io: Io, devices: readonly NamedDevice[]): string =>
  table(
    io,
    ["Tenant", "Listed", "Deleted by Rollcall", "Id"],
    devices.map(({ tenantName, goneAt, deletedAt, endpoint }) => [
      tenantName,
      goneAt === undefined ? "yes" : `gone since ${dayText(goneAt)}`,
      deletedAt === undefined ? "no" : instantText(deletedAt),
      endpoint,
    ]),
  );

/** A deletion as a page of Markdown: what happened and why, until when which undoing works, and the ways back. */
export function recoveryText(io: Io, recovery: Recovery, back?: KnownReturn): string {
  const { device, outcome, clock, ways, others, dossier } = recovery;
  const title = paint(io, "bold", `# The way back for ${printable(device.hostname)}`);
  const happened =
    outcome === "retired"
      ? `Deleted by Rollcall on ${instantText(clock.deletedAt)}`
      : `A deletion was sent on ${instantText(clock.deletedAt)}, and it is not known whether it was carried out`;
  return [
    title,
    `${happened}: endpoint ${device.endpoint} of tenant ${printable(device.tenantName)} (${device.tenant}), by plan ${recovery.plan}.`,
    ...(back === undefined ? [] : [`${heading(io, "It is back")}\n\n${backText(back)}`]),
    `${heading(io, "Why")}\n\n${whyText(recovery)}`,
    `${heading(io, "Undo clock")}\n\n${clockText(clock)}`,
    `${heading(io, "Dossier")}\n\n${dossierText(dossier)}`,
    ...ways.map((way) => wayText(io, way)),
    ...(others.length === 0
      ? []
      : [
          `${heading(io, "Of the same name, not deleted by Rollcall")}\n\nIt may be back as one of these.\n\n${namedDevicesText(io, others)}`,
        ]),
  ].join("\n\n");
}

function backText({ returnedAt, signs, as, endpoint, lesson }: KnownReturn): string {
  const where = as === undefined || as === endpoint ? "" : ` It is endpoint ${as} now.`;
  const learned = lesson === undefined ? "" : ` What it teaches: ${printable(lesson)}`;
  return `Since ${instantText(returnedAt)} (${signs.join(", ")}).${where}${learned}`;
}

const heading = (io: Io, text: string): string => paint(io, "bold", `## ${text}`);

function whyText({ planned, dossier }: Recovery): string {
  if (planned === undefined) return "The plan that it was part of is no longer stored.";
  const computer =
    planned.computer === undefined
      ? "It had vanished from every directory, which the policy accepts."
      : `Its computer in the directory ${printable(planned.computer.directory)} was retired${dnText(dossier, planned.computer.id)}.`;
  const passed = [
    ...(planned.accepted.length === 0
      ? []
      : [`The policy let pass: ${planned.accepted.map(({ code }) => code).join(", ")}.`]),
    ...(planned.approved === undefined
      ? []
      : [`People approved in its case: ${planned.approved.join(", ")}.`]),
  ];
  const accepted = passed.length === 0 ? "Nothing spoke for keeping it or for asking." : passed.join(" ");
  return [
    `* Silent in Central for ${planned.daysInactive} days, since ${instantText(planned.lastSeenAt)}.`,
    `* ${computer}`,
    `* ${accepted} A candidate since ${instantText(planned.candidateSince)}.`,
  ].join("\n");
}

function dnText(dossier: Dossier, id: string): string {
  if (dossier.kind !== "open") return "";
  const known = dossier.record.computers.find(({ computer }) => computer.id === id);
  return known === undefined ? "" : `: ${printable(known.computer.dn)}`;
}

function clockText({ restore, passwordListed }: UndoClock): string {
  const restoring = restore.open
    ? `Central can restore it until ${instantText(restore.until)} (${restore.daysLeft} whole days left of 30).`
    : `Central could restore it until ${instantText(restore.until)}: that is over.`;
  const listed = passwordListed.map(
    ({ days, until, open }) => `until ${dayText(until)} (${days} days${open ? "" : ", over"})`,
  );
  return `* ${restoring}\n* Central lists its tamper-protection password ${listed.join(" by one page of Sophos, ")} by another: count on the first.`;
}

function dossierText(dossier: Dossier): string {
  switch (dossier.kind) {
    case "none":
      return "There is none: none was kept, or it was purged.";
    case "shut":
      return `Saved on ${instantText(dossier.savedAt)}, and it cannot be opened: ${dossier.why} The steps below do without it.${discardText(dossier)}`;
    case "open": {
      const { tamper, endpoint } = dossier.record;
      const tamperText =
        tamper.kind === "not_available"
          ? `not available (${tamper.why})`
          : `${tamper.value.enabled ? "on" : "off"}, password ${tamper.value.passwordKept ? "kept" : "not there"}`;
      const { serialNumber, person, groupName } = endpoint;
      const known = [
        typeof serialNumber === "string" ? `serial number ${printable(serialNumber)}` : "",
        typeof person.name === "string" ? `last user ${printable(person.name)}` : "",
        typeof groupName === "string" ? `group ${printable(groupName)}` : "",
      ].filter((text) => text !== "");
      return `Saved on ${instantText(dossier.savedAt)}. Tamper protection: ${tamperText}.${known.length === 0 ? "" : ` To recognise it: ${known.join(", ")}.`}${discardText(dossier)}`;
    }
  }
}

const discardText = ({ discarded }: Exclude<Dossier, { kind: "none" }>): string =>
  discarded === undefined
    ? ""
    : ` Its password was discarded on ${instantText(discarded.at)} by ${printable(discarded.by)}, since its vault key was lost: ${printable(discarded.reason)}.`;

const TITLES: Readonly<Record<WayBack["code"], string>> = {
  restore_in_central: "Restore it in Central",
  agent_not_installed: "If the agent is not installed",
  installed_without_tamper_protection: "If the agent is installed, tamper protection off",
  installed_with_tamper_protection: "If the agent is installed, tamper protection on",
};

function wayText(io: Io, { code, when, steps }: WayBack): string {
  const numbered = steps.map((step, index) => `${index + 1}. ${printable(step)}`);
  return `${heading(io, TITLES[code])}\n\n${when}\n\n${numbered.join("\n")}`;
}
