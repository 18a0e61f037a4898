/** A command line that one process asks another to carry out, which has the store to itself. */
export interface Errand {
  /** Without node and script. */
  readonly argv: readonly string[];
  /** Where relative paths start. */
  readonly cwd: string;
  /** The account and host of whoever asks: what the ledger names. */
  readonly actor: string;
  readonly colour: boolean;
  /** A person watches; the columns of their terminal, where it says them. */
  readonly interactive: boolean;
  readonly columns: number | undefined;
}

/** The terminal of whoever asks, from afar. */
export interface Asker {
  data(text: string): void;
  talk(text: string): void;
  /** A plain yes. Rejects when they are gone. */
  confirm(question: string): Promise<"yes" | "no" | "nobody">;
  /** Without showing what is typed; undefined where there is no terminal. Rejects when they are gone. */
  password(question: string): Promise<string | undefined>;
}

/** Carries an errand out; gives its exit code. The signal fires when whoever asked stops it or is gone. */
export type CarryOut = (errand: Errand, asker: Asker, signal: AbortSignal) => Promise<number>;
