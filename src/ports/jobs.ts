/**
 * A kind of work that any process sharing the store may do, told apart from whoever does it. It is done at least once: to do
 * it twice must do no harm. What goes in and comes out is small and survives JSON.
 */
export interface JobKind<Input, Output> {
  readonly name: "read-tenant" | "read-directory";
  /** Of one key there is never more than one under way. */
  keyOf(input: Input): string;
  /** undefined: not what this version writes. */
  readInput(json: unknown): Input | undefined;
  readOutput(json: unknown, input: Input): Output | undefined;
}

/** Why a job has no result: it was tried as often as it may be, it is no longer there, or what it left cannot be read. */
export type JobLoss = "job_failed" | "job_missing" | "job_illegible";

/** Jobs of one kind, and what this process does with them. */
export interface Work<Input, Output> {
  readonly kind: JobKind<Input, Output>;
  /** The recorded run that they are a part of. */
  readonly run: string;
  readonly inputs: readonly Input[];
  /** At once, in each process. */
  readonly width: number;
  do(input: Input, signal: AbortSignal): Promise<Output>;
  /** What another process has done is there. */
  arrived(output: Output): void;
  /** What stands for a result that will not come: never an empty one. Faults: STORE_*. */
  lost(input: Input, loss: JobLoss): Promise<Output>;
}

/** One job's result, in the order of the inputs. */
export interface Done<Output> {
  readonly output: Output;
  /** Done by this process, which has counted its own requests. */
  readonly here: boolean;
}

/** Spreads work over whoever takes it. */
export interface Jobs {
  /**
   * Does every piece, here or elsewhere, and gives all results. The first fault that no other try can mend stops new work, waits
   * for what is under way here, and is thrown. Faults: the work's, CANCELLED, STORE_*.
   */
  spread<Input, Output>(work: Work<Input, Output>, signal: AbortSignal): Promise<readonly Done<Output>[]>;
}

/** How another process does jobs of one kind. */
export interface JobHandler {
  readonly kind: JobKind<unknown, unknown>["name"];
  /**
   * Does one, and gives what came of it, for JSON. `illegible`: the input is not what this version reads; `over`: the run that
   * wants it has ended. Faults: the work's.
   */
  do(input: unknown, run: string, signal: AbortSignal): Promise<object | "illegible" | "over">;
}

/** What the next job asks of whoever does it. */
export interface JobAsk {
  /** Digest of the configuration that the run goes by. */
  readonly config: string;
  /** Version of the schema that its process works on. */
  readonly schema: number;
}

/** The jobs of other processes, for one that takes its share. */
export interface JobQueue {
  /** What waits asks for; undefined: nothing waits. Faults: STORE_*. */
  waiting(): Promise<JobAsk | undefined>;
  /**
   * Takes jobs, so many at once of each kind, until what it gives is called; that ends when the last one taken has. Faults: STORE_*.
   * @param own only jobs that ask for this are done; others go back
   */
  take(handlers: readonly JobHandler[], width: number, own: JobAsk): Promise<() => Promise<void>>;
}
