// What the command line asks of the house. main builds it: the commands never see an adapter.
import type { Instant } from "../core/model/instant.ts";
import type { Mode, Plan } from "../core/plan/plan.ts";
import type { LedgerEntry } from "../core/ledger/fact.ts";
import type { RunRecord } from "../ports/run-store.ts";
import type { RunParts } from "../flows/run-parts.ts";
import type { ConfiguredSink } from "../ports/event-sink.ts";
import type { Log } from "../ports/log.ts";
import type { CopiedTable, MoveRefusal } from "../ports/store-move.ts";
import type { MovedStore } from "../flows/move-store.ts";
import type { NewSecret, Passwords } from "../ports/secrets.ts";
import type { NotedSlot } from "../ports/schedule-store.ts";
import type { Timetable } from "../ports/timetable.ts";
import type { Vault } from "../ports/vault.ts";
import type { WorkerRefusal } from "../ports/worker-store.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";
import type { Asker } from "./init/asker.ts";
import type { InitAnswers } from "./init/init-answers.ts";

/** The flags every command knows. */
export interface CommonFlags {
  readonly config: string;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly now: string | undefined;
}

/** One row of `rollcall check`. */
export interface CheckRow {
  /** `configuration`, `store`, `Sophos Central`, or the name of a directory or a sink. */
  readonly source: string;
  readonly what: string;
  readonly result: "ok" | "warning" | "failed" | "unknown";
  readonly detail: string;
}

/** Who is sent notices, and can be sent one that says it is a test. */
export interface Recipient {
  readonly name: string;
  readonly type: string;
  /** undefined when it was taken, else a code. Faults: SECRET_UNREADABLE, CONFIG_INVALID, CANCELLED. */
  test(signal: AbortSignal): Promise<string | undefined>;
}

/** An open house: configuration read, store opened, sources connected when first asked for. */
export interface Session extends RunParts {
  readonly log: Log;
  /** Opens dossiers; undefined where the configuration has no vault. Faults: SECRET_UNREADABLE, CONFIG_INVALID. */
  vault(): Vault | undefined;
  /** People and machines that are sent notices. */
  readonly recipients: readonly Recipient[];
  /** What runs by itself while rollcall serve runs. */
  readonly timetables: readonly Timetable[];
  /** Where the ledger's entries are told. */
  readonly sinks: readonly ConfiguredSink[];
  /** Reads a plan file and admits it if it is the stored plan with at most items taken out. Fault: PLAN_INVALID when it cannot be read. */
  admit(path: string, mode: Mode): Promise<Admission>;
}

/** A plan file as it may be applied, or why not. */
export type Admission =
  | { readonly kind: "admitted"; readonly plan: Plan; readonly frozenItems: number }
  | { readonly kind: "refused"; readonly code: string; readonly detail: string };

export interface SimulateFlags {
  readonly seed: number;
  readonly endpoints: number;
  readonly tenants: number;
  readonly port: number;
  readonly dir: string;
  readonly latencyMs: number;
  readonly limits: boolean;
  readonly now: string | undefined;
}

/** What a running simulator tells: where it listens and which files it wrote. */
export interface SimulatorNotice {
  readonly idUrl: string;
  readonly apiUrl: string;
  readonly ca: string;
  readonly config: string;
  readonly directories: readonly string[];
}

export interface DemoFlags {
  readonly seed: number;
  readonly endpoints: number;
  readonly days: number;
  readonly dir: string | undefined;
}

/** One simulated day of the demo, as it is told. */
export interface DemoDay {
  readonly day: number;
  readonly at: Instant;
  readonly mode: Mode;
  readonly keep: number;
  readonly review: number;
  readonly retire: number;
  readonly planned: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly requests: number;
}

/** How the demo ended. */
export interface DemoSummary {
  readonly endpoints: number;
  readonly computers: number;
  readonly keep: number;
  readonly review: number;
  readonly retire: number;
  readonly deleted: number;
  /** By the world's own truth: deletions of machines that are alive. */
  readonly wrongDeletions: number;
  /** Truly gone machines that were deleted or are in review, of all that were ever listed: 0 to 1. */
  readonly goneHandledShare: number;
  readonly requests: number;
  readonly ledgerEntries: number;
  readonly ledgerVerified: boolean;
  readonly days: readonly DemoDay[];
}

/** Where decisions are taken, and from whom. */
export interface ServeNotice {
  /** undefined: nobody is listened to. */
  readonly url: string | undefined;
  readonly hooks: readonly { readonly name: string; readonly may: readonly string[] }[];
  /** What browsers call it, and whether the console was built; undefined where nobody may sign in. */
  readonly console: { readonly url: string; readonly built: boolean } | undefined;
}

/** A decision that came in, and what became of it. */
export interface DecisionNotice {
  readonly hook: string;
  /** The sender's id of the message. */
  readonly message: string;
  readonly case: number;
  readonly decision: string;
  readonly person: string;
  readonly reason: string;
  /** repeated: it had been answered before, and the same was answered again. */
  readonly outcome: "taken" | "refused" | "repeated";
  readonly refused?: { readonly code: string; readonly detail: string };
  readonly hostname?: string;
  readonly state?: string;
  /** false: a second person has to agree. */
  readonly complete?: boolean;
  readonly underWay?: boolean;
}

/** What a server tells while it runs. */
export interface ServeTells {
  ready(notice: ServeNotice): void;
  decision(notice: DecisionNotice): void;
  /** A message of which it is not proved whose it is: why. */
  unproved(code: string): void;
  /** A run of an earlier process that did not see its end. */
  lost(run: RunRecord): void;
  /** What became of a slot of the schedule. */
  slot(slot: NotedSlot): void;
  /** It takes a share of the runs of other processes from now on, or why it does not. */
  worker(refuses: WorkerRefusal | undefined): void;
  /** What ended a request or a run: a fault or a bug. */
  trouble(error: unknown): void;
}

/** What a worker tells while it runs. */
export interface WorkerTells {
  /** It takes jobs from now on, or why it does not. */
  state(refuses: WorkerRefusal | undefined): void;
  trouble(error: unknown): void;
}

/** What `rollcall init` needs. */
export interface InitTools {
  /** undefined where no terminal is at hand. */
  asker(signal: AbortSignal): Asker | undefined;
  exists(path: string): boolean;
  /** Faults: CONFIG_INVALID. */
  readAnswers(path: string): InitAnswers;
  /** Tries Central, or the last directory of the answers, by reads alone. Thrown: CANCELLED. */
  check(
    answers: InitAnswers,
    part: "central" | "directory",
    flags: CommonFlags,
    signal: AbortSignal,
  ): AsyncGenerator<CheckRow>;
  /** The annotated configuration. Faults: CONFIG_INVALID, when it would be refused. */
  configText(answers: InitAnswers, path: string): string;
}

/** What the command table needs; the house itself is loaded when a command is carried out. */
export interface Entrance {
  readonly version: string;
  open(): Promise<App>;
}

export interface App {
  readonly version: string;
  readonly init: InitTools;
  /** Opens the house, lets the work be done, and closes it whatever happens. Faults: CONFIG_INVALID, STORE_* and the work's. */
  withSession<T>(flags: CommonFlags, work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * Has a command carried out by the process that has its embedded store open, at whose door anybody of this account may
   * knock: its exit code; undefined where nobody can be asked. Faults: STORE_LOCKED when that is another version,
   * STORE_UNAVAILABLE when it ends meanwhile.
   */
  elsewhere(argv: readonly string[], flags: CommonFlags, io: Io): Promise<ExitCode | undefined>;
  /**
   * Leaves a pull of the brake for the process that has the embedded store to itself; false where there is no such store.
   * Faults: CONFIG_INVALID, OUTPUT_UNWRITABLE, STORE_MOVED.
   */
  requestBrake(flags: CommonFlags, reason: string): Promise<boolean>;
  /**
   * Moves the embedded store into an empty PostgreSQL database. `told` hears of each table once it was compared.
   * Faults: CONFIG_INVALID, SECRET_UNREADABLE, STORE_*, LEDGER_BROKEN, CANCELLED.
   */
  moveStore(
    flags: CommonFlags,
    asked: { readonly to: string; readonly dryRun: boolean },
    told: (table: CopiedTable) => void,
    signal: AbortSignal,
  ): Promise<MovedStore | MoveRefusal>;
  /** Proves configuration, store, credentials, rights, clocks and reach, source by source; changes nothing. */
  /** Asks a person at the terminal for a plain yes; `nobody` where there is none. Thrown: CANCELLED. */
  confirm(question: string, signal: AbortSignal): Promise<"yes" | "no" | "nobody">;
  check(flags: CommonFlags, signal: AbortSignal): AsyncGenerator<CheckRow>;
  /** Asks a person at the terminal, without showing what is typed; undefined where there is none. Thrown: CANCELLED. */
  askPassword(question: string, signal: AbortSignal): Promise<string | undefined>;
  /** Faults: SECRET_UNREADABLE. */
  passwordFromFile(path: string): string;
  readonly passwords: Passwords;
  readonly newSecret: NewSecret;
  /** Takes decisions until the signal. Faults: CONFIG_INVALID, SECRET_UNREADABLE, LISTEN_FAILED, STORE_*. */
  serve(flags: CommonFlags, tell: ServeTells, signal: AbortSignal): Promise<void>;
  /** Takes a share of the jobs of other processes until the signal. Faults: CONFIG_INVALID, SECRET_UNREADABLE, STORE_*. */
  worker(flags: CommonFlags, tell: WorkerTells, signal: AbortSignal): Promise<void>;
  sentenceOf(entry: LedgerEntry): string;
  planFileText(plan: Plan): string;
  /** Writes a file whole or not at all, making its directory; pieces as they come. Fault: OUTPUT_UNWRITABLE. */
  writeFile(path: string, text: string | AsyncIterable<string>): Promise<void>;
  /** Runs a simulated Central until the signal. */
  simulate(
    flags: SimulateFlags,
    ready: (notice: SimulatorNotice) => void,
    signal: AbortSignal,
  ): Promise<void>;
  demo(flags: DemoFlags, tell: (line: string) => void, signal: AbortSignal): Promise<DemoSummary>;
  /** Milliseconds of an ISO 8601 duration of days and less; undefined when it is none. */
  durationMs(text: string): number | undefined;
  configSchema(): unknown;
}
