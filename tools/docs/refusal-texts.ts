import type { NotCoveredCode } from "../../src/core/model/tenant.ts";
import type { GapCode } from "../../src/core/model/coverage.ts";
import type { PlanRefusalCode } from "../../src/core/plan/admit-plan.ts";
import type { InitRefusal } from "../../src/cli/commands/init.ts";
import type { Outcome } from "../../src/core/retire/outcome.ts";
import type { ApplyRefusal } from "../../src/flows/apply.ts";
import type { DecisionRefusal } from "../../src/flows/decide-case.ts";
import type { DiscardRefusal } from "../../src/flows/discard-dossiers.ts";
import type { HoldRefusal } from "../../src/flows/holds.ts";
import type { QuarantineRefusal } from "../../src/flows/quarantines.ts";
import type { PasswordReading } from "../../src/flows/read-password.ts";
import type { RecoverRefusal } from "../../src/flows/recover.ts";
import type { MoveRefusal } from "../../src/ports/store-move.ts";

/** What happened, and what to do: two cells of a table. */
type Told = readonly [means: string, todo: string];

const AGAIN = "Make a new plan and shorten that one.";

export const REFUSAL_TEXTS: Readonly<Record<PlanRefusalCode | ApplyRefusal["code"], Told>> = {
  malformed: [
    "The file is JSON and no plan. The message names the field.",
    "Use the file as `rollcall plan --out` wrote it.",
  ],
  plan_unknown_version: ["Another version of Rollcall wrote it.", "Make a new plan."],
  plan_not_found: [
    "No plan of this id was frozen in this store.",
    "Apply it with the configuration it was made with.",
  ],
  plan_altered: ["A field or an item is not as it was frozen.", AGAIN],
  plan_grown: ["An item was added, or stands twice.", AGAIN],
  plan_expired: [
    "It is older than a day, or by this clock made in the future.",
    "Make a new plan; check the clock.",
  ],
  policy_changed: [
    "Policy, limits, directories or tenants in the configuration changed since.",
    "Make a new plan.",
  ],
  mode_not_allowed: [
    "The mode is observe, or an enforce run was given a plan that was frozen in another mode.",
    "Set the mode, then make a new plan.",
  ],
  mode_is_observe: ["observe only reports.", "Use `--dry-run`, or set `mode`."],
  brake_on: [
    "A person pulled the brake. The message says who, when and why.",
    "When the reason is settled: `rollcall resume --reason …`.",
  ],
  outside_hours: [
    "`limits.hours` allows no deletion now. A run that comes to their end stops.",
    "Run it within the hours, or change them.",
  ],
  run_under_way: [
    "Another run is under way, in whatever mode. The message says which.",
    "Wait for its end. One that fell silent is taken over after 10 minutes, one of this host whose process died at once.",
  ],
  no_dry_run: [
    "This very policy has had no complete dry run since the configuration was last changed; changing it back is a change too.",
    "Run once in dry-run and read what came of it.",
  ],
};

type RecoveryRefusal =
  | RecoverRefusal["code"]
  | Extract<PasswordReading, { kind: "refused" }>["code"]
  | Exclude<DiscardRefusal["code"], "reason_unusable">
  | "not_confirmed";

export const RECOVERY_REFUSAL_TEXTS: Readonly<Record<RecoveryRefusal, Told>> = {
  unknown_device: ["No endpoint of this hostname or id has ever been collected.", "Check the name."],
  never_deleted: [
    "Rollcall has not deleted it. Those that answer to the name are listed.",
    "Look at `rollcall explain`: it is still listed, or somebody else deleted it.",
  ],
  several_devices: [
    "Several deleted devices answer to the name. All of them are listed.",
    "Ask for one by its id.",
  ],
  no_dossier: [
    "There is no dossier: none was kept, or it is older than `vault.keep`.",
    "Look for the password in Central.",
  ],
  no_vault: ["The configuration has no vault.", "Add the vault with the key that sealed the dossiers."],
  password_discarded: [
    "Its vault key was lost, and the password given up. The message says when, by whom and why.",
    "Look for the password in Central.",
  ],
  key_configured: [
    "The key is configured: its dossiers can be opened.",
    "Nothing is lost. `rollcall vault rotate` wraps them by the newest key.",
  ],
  key_not_used: [
    "No dossier needs a key of this id, or all that did were discarded.",
    "`rollcall check` names the ids that are missed.",
  ],
  within_undo_window: [
    "Some of the deletions can still be undone, and the passwords may be needed for it.",
    "Look for the key first; wait, or add `--within-undo-window`.",
  ],
  dossiers_changed: [
    "While you were asked, dossiers were added or taken away.",
    "Ask again: somebody else uses the key, or discards too.",
  ],
  not_confirmed: ["You did not answer with yes.", "Nothing was discarded."],
  no_password: ["Central had no tamper-protection password of it.", "Follow the way back without one."],
};

export const INIT_REFUSAL_TEXTS: Readonly<Record<InitRefusal, Told>> = {
  config_exists: [
    "The configuration is there already, and was left as it is.",
    "Give another path with `--config`, or `--overwrite`.",
  ],
};

export const MOVE_REFUSAL_TEXTS: Readonly<Record<MoveRefusal["code"], Told>> = {
  source_not_embedded: [
    "The store is PostgreSQL already, or only in memory. There is no way back to the embedded store.",
    "From one PostgreSQL to another: `pg_dump` and `pg_restore`, as [scale](../guide/scale.md#backup-and-restore) has it.",
  ],
  source_absent: ["There is no store where the configuration says.", "Correct `store`, or `--config`."],
  target_not_postgresql: [
    "What `--to` names is no `postgres://…`.",
    "Give a reference to such a URL, for instance `env:ROLLCALL_STORE_URL`.",
  ],
  target_not_empty: [
    "The new database is in use. The message names what is in it.",
    "Make a new, empty database. If nothing but a try of yours is in that one, drop its schema `rollcall`.",
  ],
  target_older: [
    "An earlier Rollcall made the schema that is in the new database.",
    "Make a new, empty database.",
  ],
};

/** Those of a device's name and of a hold stand with the holds. */
export const CASE_REFUSAL_TEXTS: Readonly<
  Record<Exclude<DecisionRefusal["code"], HoldRefusal["code"]>, Told>
> = {
  case_unknown: ["The device has no case.", "Look at `rollcall explain`: only doubtful devices have one."],
  case_changed: [
    "The case has changed since the version that was seen, or somebody answered at the same time.",
    "Look at it again, then answer what it asks now.",
  ],
  case_over: ["It is retired or closed.", "Nothing: it is opened again when its device is in review again."],
  case_not_open: [
    "It was answered, or has expired.",
    "Keep it or put it on hold; it can be approved after it is opened again, by a change of its evidence or when its time is up.",
  ],
  answer_too_late: [
    "Its time (`review.answerWithin`) was up, which is a no.",
    "It is opened again at the next change of its evidence.",
  ],
  evidence_changed: [
    "The evidence is no longer what the case shows.",
    "`rollcall case sync` puts the question anew; look at it again.",
  ],
  not_approvable: [
    "A doubt is left that no answer settles: whose computer it is, that it is retired, or since when it is silent is not proved; or the device came back. The message names it.",
    "See [Review](../guide/review.md): what each of them needs instead.",
  ],
  same_person: ["Two people have to agree, and you have already.", "Ask somebody else."],
  not_your_answer: [
    "Two people have to agree, and you are the account that Rollcall runs as, or asked for the deletion.",
    "Ask two others, under accounts of their own.",
  ],
  text_unusable: ["The text is blank, or longer than 500 characters.", "Say it in a line."],
};

export const HOLD_REFUSAL_TEXTS: Readonly<Record<HoldRefusal["code"] | QuarantineRefusal["code"], Told>> = {
  device_unknown: [
    "No endpoint of this hostname or id has been collected, or none in that tenant.",
    "Check the name; run `rollcall collect`.",
  ],
  device_ambiguous: [
    "Several endpoints answer to it. All are listed.",
    "Give the id, or `--tenant` where two tenants have one id.",
  ],
  reason_unusable: ["The reason is blank, or longer than 500 characters.", "Say why, in a line."],
  owner_unusable: ["The owner is blank, or longer than 500 characters.", "Name a person or a team."],
  end_not_ahead: ["The end is not in the future.", "Give a later one."],
  end_too_far: [
    "The end is more than a year ahead.",
    "Give an earlier one; for good, write a rule into `policy.protect`.",
  ],
  not_quarantined: ["No deletion of the device has failed.", "`rollcall quarantine list` says of which."],
  not_on_hold: ["No hold stands on the device.", "`rollcall hold list` says which do."],
};

export const OUTCOME_TEXTS: Readonly<Record<Outcome, Told>> = {
  retired: [
    "Deleted by us, and read back as gone.",
    "Nothing. It can be restored in Central's console for 30 days.",
  ],
  gone_already: ["It was gone before we acted: closed, not by us.", "Nothing."],
  changed: [
    "The live reading found other evidence. Nothing was sent; it is in review.",
    "`rollcall explain` says what moved.",
  ],
  unconfirmed: [
    "Sent, and not known whether it took effect. It is never sent again.",
    "The next run settles it by reading. If it stays so, look in Central.",
  ],
  failed: [
    "Not deleted: refused by Central, or never sent, or it could not be verified.",
    "The reason stands beside it.",
  ],
  withheld: [
    "All but the deletion: a dry run, a spent day, a quarantine, or an earlier deletion that is still open.",
    "Nothing.",
  ],
};

export const GAP_TEXTS: Readonly<Record<GapCode, string>> = {
  count_mismatch: "Fewer records came than the source itself counted, twice in a row.",
  count_unknown: "The source did not say how many there are.",
  key_repeated: "Paging came back to a key that it had given before.",
  page_repeated: "A page came twice.",
  page_empty: "An empty page that promised more.",
  record_malformed: "A record that cannot be read.",
  page_malformed: "A page or file that cannot be read, was cut off, or changed while it was read.",
  source_unavailable: "Unreachable, or an error after all tries.",
  not_authorised: "401 or 403, or a refused bind.",
  rights_missing: "The account may not read what the configuration asks for.",
  export_too_old: "The file is older than its `maxAge`, or from the future.",
  shrunken: "Nothing came where there had been something.",
  cancelled: "Stopped by a person.",
};

export const NOT_COVERED_TEXTS: Readonly<Record<NotCoveredCode, string>> = {
  no_api_host: "Central names no API host for it. Sophos can set that right.",
  forbidden:
    "403 from its first page on: not managed by the partner, partner assistance off, or a trial account.",
  host_not_allowed: "Its API host is not among `sophos.allowedHosts`.",
  excluded: "Left out by `sophos.tenants`.",
  id_malformed: "Central sent no legible id.",
  not_listed: "Central listed it before, and does no longer.",
};
