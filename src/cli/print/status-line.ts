/** Frames a second: fast enough to show life, slow enough not to cost a reading anything. */
const FRAMES_PER_SECOND = 8;
/** What fits any terminal. */
const NARROW = 60;
const FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";

// ECMA-48: cursor to the first column (CHA), erase in line (EL).
const BEGINNING = "\u001B[1G";
const CLEAR_REST = "\u001B[0K";
const CLEAR_LINE = "\u001B[2K";

/** A terminal, here or with whoever asked another process. */
interface Terminal {
  readonly write: (text: string) => unknown;
  readonly columns: () => number | undefined;
}

/** One line of a terminal that is drawn over and over. */
export interface StatusLine {
  show(text: string): void;
  /** Takes the line away; showing draws it again. */
  clear(): void;
}

/**
 * A status line with a turning sign and the seconds that have passed. Of our own, because the prompt library's puts the
 * terminal into raw mode and swallows Ctrl-C, which has to reach the process.
 */
export function statusLine(terminal: Terminal): StatusLine {
  let text = "";
  let frame = 0;
  let timer: NodeJS.Timeout | undefined;
  let since = 0;
  const draw = (): void => {
    const seconds = Math.floor((performance.now() - since) / 1_000);
    const line = `${FRAMES[frame++ % FRAMES.length]} ${text} [${seconds} s]`;
    // A line that wraps could not be taken away again; a terminal that does not say how wide it is has 0 columns.
    const columns = terminal.columns() ?? 0;
    const room = columns > 1 ? columns - 1 : NARROW;
    terminal.write(`${BEGINNING}${Array.from(line).slice(0, room).join("")}${CLEAR_REST}`);
  };
  return {
    show(next) {
      text = next;
      if (timer !== undefined) return;
      since = performance.now();
      draw();
      timer = setInterval(draw, 1_000 / FRAMES_PER_SECOND);
      // What is drawn must not keep the process alive.
      timer.unref();
    },
    clear() {
      if (timer === undefined) return;
      clearInterval(timer);
      timer = undefined;
      terminal.write(`${BEGINNING}${CLEAR_LINE}`);
    },
  };
}
