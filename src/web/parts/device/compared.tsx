import type * as z from "zod";
import type { ReactNode } from "react";
import type { ComputerRecord, EndpointRecord } from "../../../api/devices.ts";
import { Known } from "../known.tsx";
import { Moment } from "../moment.tsx";

type Central = z.output<typeof EndpointRecord>;
type Directory = z.output<typeof ComputerRecord>;

/** One line of the comparison: what either source says, and the codes under which the judgement calls it a difference. */
export interface Line {
  readonly what: string;
  readonly central?: ReactNode;
  readonly directory?: ReactNode;
  readonly marks: readonly string[];
}

const day = (value: Central["lastSeenAt"]) => <Known value={value}>{(at) => <Moment at={at} />}</Known>;
const yes = (value: Central["online"], words: readonly [yes: string, no: string]) => (
  <Known value={value}>{(is) => (is ? words[0] : words[1])}</Known>
);

const stateOf = (computer: Directory): ReactNode => (
  <>
    {computer.deleted
      ? "deleted"
      : computer.goneAt !== undefined
        ? "no longer there"
        : yes(computer.enabled, ["account enabled", "account disabled"])}
    {computer.retiredSeenAt !== undefined && (
      <>
        , retired since <Moment at={computer.retiredSeenAt} as="day" /> at the latest
      </>
    )}
  </>
);

/**
 * Both records, line by line. What counts as a difference is the judgement's to say, by its reasons: the console compares nothing by
 * itself, since two spellings of one thing are no difference.
 */
export function linesOf(central: Central | undefined, computer: Directory | undefined): readonly Line[] {
  const from = <T,>(record: T | undefined, show: (record: T) => ReactNode) =>
    record === undefined ? undefined : show(record);
  return [
    {
      what: "Name",
      central: from(central, ({ hostname }) => <Known value={hostname} />),
      directory: from(computer, ({ name, dnsHostName }) => (
        <>
          {name} (<Known value={dnsHostName} />)
        </>
      )),
      marks: ["identity_conflicting", "identity_ambiguous", "identity_weak"],
    },
    {
      what: "Last heard of",
      central: from(central, ({ lastSeenAt }) => day(lastSeenAt)),
      directory: from(computer, ({ lastLogonAt }) => day(lastLogonAt)),
      marks: ["directory_activity_after_retirement", "silent_agent"],
    },
    {
      what: "State",
      central: from(central, ({ online }) => yes(online, ["online now", "not online"])),
      directory: from(computer, stateOf),
      marks: ["retired_but_enabled", "retired_but_reporting", "vanished_from_directory"],
    },
    {
      what: "System",
      central: from(central, ({ osName }) => <Known value={osName} />),
      directory: from(computer, ({ osName }) => <Known value={osName} />),
      marks: ["os_family_mismatch", "server"],
    },
    {
      what: "Build",
      central: from(central, ({ osBuild }) => <Known value={osBuild} />),
      directory: from(computer, ({ osVersion }) => <Known value={osVersion} />),
      marks: ["os_build_mismatch", "os_build_unknown"],
    },
    {
      what: "Person",
      central: from(central, ({ personName, personLogin }) => (
        <>
          <Known value={personName} /> (<Known value={personLogin} />)
        </>
      )),
      directory: from(computer, ({ managedBy }) => <Known value={managedBy} />),
      marks: ["vip_owner", "vip_unknown"],
    },
    {
      what: "First known",
      central: from(central, ({ registeredAt }) => day(registeredAt)),
      directory: from(computer, ({ createdAt }) => day(createdAt)),
      marks: ["never_checked_in", "registered_recently"],
    },
    {
      what: "Changed, password set",
      directory: from(computer, ({ changedAt, passwordSetAt }) => (
        <>
          {day(changedAt)}, {day(passwordSetAt)}
        </>
      )),
      marks: [],
    },
    {
      what: "Where",
      central: from(central, ({ group }) => (
        <Known value={group}>{({ name }) => <Known value={name} />}</Known>
      )),
      directory: from(computer, ({ dn }) => <span className="mono">{dn}</span>),
      marks: [],
    },
    {
      what: "Roles, tags",
      central: from(central, ({ tags }) => (
        <Known value={tags}>{(all) => (all.length === 0 ? "none" : all.join(", "))}</Known>
      )),
      directory: from(computer, ({ roles }) => (
        <Known value={roles}>{(all) => (all.length === 0 ? "none" : all.join(", "))}</Known>
      )),
      marks: ["infrastructure_role"],
    },
    {
      what: "Isolation, lockdown",
      central: from(central, ({ isolation, lockdown }) => (
        <>
          <Known value={isolation} />, <Known value={lockdown} />
        </>
      )),
      marks: ["isolated_or_locked"],
    },
    {
      what: "Tamper protection",
      central: from(central, ({ tamperProtection }) => yes(tamperProtection, ["on", "off"])),
      marks: [],
    },
    {
      what: "Serial number",
      central: from(central, ({ serialNumber }) => <Known value={serialNumber} />),
      marks: ["superseded_duplicate", "cloned"],
    },
  ];
}
