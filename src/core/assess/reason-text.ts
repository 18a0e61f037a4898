import type { FindingCode } from "./finding.ts";
import type { ReasonCode } from "./reason.ts";

/** When a reason or finding is stated, and what a person can do about it. */
export interface CodeText {
  readonly when: string;
  readonly todo: string;
}

export const REASON_TEXTS: Readonly<Record<ReasonCode, CodeText>> = {
  recently_seen: {
    when:
      "Central says that it is online, or saw it less than the threshold of its class ago (`policy.inactive`; where the class is unknown, " +
      "the longer of the two; never below 15 days).",
    todo: "Nothing: it is in use.",
  },
  directory_not_retired: {
    when:
      "Its computer is in the directory and not retired, or whether it is retired is not known, and no other endpoint is proved to be that " +
      "machine's living record.",
    todo: "If the machine is gone, retire the computer in the directory first: move it to a retired OU.",
  },
  retired_too_recently: {
    when: "Its computer is retired, but not for certain as long as `policy.grace`; also when the date is not known at all.",
    todo: "Wait. Where an export does not list OUs with their dates, only Rollcall's own first sighting counts.",
  },
  infrastructure_role: {
    when:
      "A domain controller, a cluster name, a host of managed service accounts, AZUREADSSOACC or AzureADKerberos; or the endpoint carries " +
      "the tag `rollcall:update-cache` or `rollcall:message-relay`; or the roles or tags could not be read.",
    todo: "If it is truly gone, delete it by hand in Central. An export needs `userAccountControl` and `servicePrincipalName`.",
  },
  isolated_or_locked: {
    when: "Isolated, locked down, or a migration to another tenant is pending; or its isolation, its lockdown (for servers) or, at verify, its migration cannot be read.",
    todo: "Finish what was begun with it in Central.",
  },
  protected: {
    when: "A rule of `policy.protect` is met in every field that it names. A field that is not known for the device counts as met.",
    todo: "Change the rule if the device should not be protected. The evidence names the rule and the fields that were not known.",
  },
  on_hold: {
    when: "A hold on it has not expired.",
    todo: "Wait for the date, or lift it: `rollcall hold lift`.",
  },
  case_open: {
    when: "A case about it waits for a person, or a person answered it with no.",
    todo: "`rollcall case show`; answer it. Until it is approved the device is not touched.",
  },
  returned_recently: {
    when: "It came back after a deletion of ours less than 30 days ago.",
    todo: "Find out why it was deleted: a return is the sign of a wrong deletion.",
  },
  registered_recently: {
    when: "Central registered it, or it first appeared in a complete reading, less than 30 days ago.",
    todo: "Wait.",
  },
  hold_expired: {
    when: "A hold on it has expired and nobody has lifted it: that its date has come does not say that its reason is gone.",
    todo: "Ask its owner. Then `rollcall hold add` again, or `rollcall hold lift`; only then is it judged like any other.",
  },
  vip_owner: {
    when: "Its last user, or the computer's managedBy, is a member of a VIP group (nested groups count) or stands in `policy.vip.people`.",
    todo: "Ask the person, then delete it by hand, or take the person out of the group.",
  },
  vip_unknown: {
    when: "Nobody is known behind it (no user, a built-in account, a local account), or the field is illegible, or a VIP group cannot be read: then everyone may be a VIP.",
    todo: "If a group is named as unreadable, make it readable: that case is never accepted. Otherwise `policy.accept` may let it through.",
  },
  os_build_mismatch: {
    when: "Both sources name a version of the operating system and they differ: the build for Windows, major.minor for macOS and Linux.",
    todo: "`newer: directory` usually means an upgrade after the last contact with Central: the machine outlived its agent. Look at it.",
  },
  os_family_mismatch: {
    when: "The two sources name different kinds of system, such as a client and a server edition, or Windows and Linux.",
    todo: "Probably two machines of one name, one after the other. Find out which record is whose.",
  },
  os_build_unknown: {
    when: "One side has no comparable version or no recognisable system: many macOS and Linux computers, pre-staged computers.",
    todo: "Look at it, or let `policy.accept` let it through.",
  },
  identity_ambiguous: {
    when: "More than one living computer has its name, and the domain evidence does not tell them apart.",
    todo: "Map the tenant to its domains (`tenantDomains`), or clear the duplicate in the directories.",
  },
  identity_conflicting: {
    when: "Computers of its name exist, and the domain evidence contradicts every one of them.",
    todo: "Check `tenantDomains`, and whether the directory of its domain is configured.",
  },
  identity_weak: {
    when: "One computer has its name, but nothing says to which domain the endpoint belongs, or the computer's own names disagree, or the name may have been cut off at 15 characters.",
    todo: "Map the tenant to its domains: that is what makes most of these exact.",
  },
  not_in_directory: {
    when: "No computer of its name is, or was while Rollcall looked, in any configured directory.",
    todo: "A workgroup machine, a machine of a domain that is not configured, or one whose computer was deleted long ago. Look at it.",
  },
  vanished_from_directory: {
    when: "Its computer was in the directory and is no longer, or its tombstone is there.",
    todo: "Look at it. `policy.accept` lets it through only where the tombstone is still there, `retired.deletedObjects` is on, and the domain evidence agrees.",
  },
  last_seen_unknown: {
    when: "Central sent no lastSeenAt, or an `online` that cannot be read.",
    todo: "Look at it in Central.",
  },
  last_seen_invalid: {
    when: "lastSeenAt is illegible, more than 5 minutes in the future, or before 2010.",
    todo: "Look at it in Central; usually the device's clock was wrong.",
  },
  never_checked_in: {
    when: "lastSeenAt is within a minute of registeredAt: it registered and was never heard of again. Or registeredAt is illegible.",
    todo: "A failed installation, or a record left by a migration. Delete it by hand if so.",
  },
  server: {
    when: "Central's type, its isServer, its system's name or the directory's say server, or a field of Central's that would say so is missing.",
    todo: "Look at each. Accept `server` only after servers have been reviewed for a while.",
  },
  retired_but_enabled: {
    when: "Its computer lies in a retired OU, and its account is enabled or not known to be disabled.",
    todo: "Disable the account, or move the computer back.",
  },
  directory_activity_after_retirement: {
    when: "lastLogonTimestamp or pwdLastSet is more than 15 days later than the retirement.",
    todo: "The machine was used after it was retired. Find it.",
  },
  superseded_duplicate: {
    when: "Another endpoint of the tenant is the same machine (same computer or same serial number) and alive, or may be.",
    todo: "An old record of a machine that was reinstalled. Delete it by hand in Central once you are sure which one is alive.",
  },
  cloned: {
    when: "Central marks it as a clone, or the mark cannot be read.",
    todo: "Look at it in Central: several machines may report under one record.",
  },
  open_alert: {
    when: "At verify only: Central has an open alert of high severity on it, or its alerts may not be read.",
    todo: "Close the alert first. Deleting a device deletes its alerts.",
  },
  seen_since_plan: {
    when: "At verify only: lastSeenAt moved since the plan, or it is online now.",
    todo: "Nothing: the device lives.",
  },
  changed_since_plan: {
    when: "At verify only: its identity, person, group, directory state, disposition or the policy is not what the plan stood on. The evidence names what moved.",
    todo: "Let the next run judge it anew.",
  },
};

export const FINDING_TEXTS: Readonly<Record<FindingCode, CodeText>> = {
  silent_agent: {
    when: "The directory heard of the machine more than 3 days later than Central did, its account is not disabled, and Central has heard nothing for the threshold.",
    todo: "An unprotected machine in use, most likely. Repair or reinstall the agent.",
  },
  retired_but_reporting: {
    when: "Its computer is retired, yet it reports to Central.",
    todo: "Stolen, re-used, or retired by mistake. Find it, or move the computer back.",
  },
  unprotected_computer: {
    when: "A computer that was used of late and is not retired, disabled or deleted has no endpoint of its name.",
    todo: "Install the agent.",
  },
  stale_in_directory: {
    when: "Silent in the directory for the threshold and 15 days more, silent in Central or not there, and not retired.",
    todo: "Tell the directory's team: retire the computer, or find it.",
  },
  removed_by_others: {
    when: "An endpoint vanished from Central without a deletion of ours: a colleague, or Central's own rule for inactive devices. Told in the ledger.",
    todo: "If both Rollcall and Central's own rule run, expect it. Otherwise ask who did it.",
  },
};
