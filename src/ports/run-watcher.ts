import type { RunRecord } from "./run-store.ts";

/** Who looks on while a run of this process goes on; nothing waits for it. */
export interface RunWatcher {
  /** It began. @param stop lets it end after what it is doing right now */
  begun(run: RunRecord, stop: () => void): void;
  changed(run: RunRecord): void;
  /** It came to its end, whichever. */
  ended(run: RunRecord): void;
  /** One line, as a terminal shows it. */
  progress(run: string, line: { readonly text: string; readonly done?: number; readonly of?: number }): void;
  /** Calls `beat` from time to time, until what it gives is called; that ends when the last beat has. */
  beating(beat: () => Promise<void>): () => Promise<void>;
}
