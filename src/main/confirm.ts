import { once } from "node:events";
import { createInterface } from "node:readline/promises";

interface Terminal extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
}

/**
 * Asks a person and waits for one line; only the word `yes` is one. A terminal that closes is a no.
 * @returns `nobody` where no terminal is at hand: a pipe must not answer for a person
 * Thrown: the signal's reason when it stops meanwhile.
 */
export async function confirm(
  question: string,
  signal: AbortSignal,
  input: Terminal = process.stdin,
  output: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr,
): Promise<"yes" | "no" | "nobody"> {
  if (input.isTTY !== true || output.isTTY !== true) return "nobody";
  signal.throwIfAborted();
  // Without its own line editor, Ctrl-C stays the signal that stops every other command.
  const lines = createInterface({ input, output, terminal: false });
  const answered = new AbortController();
  try {
    const ended = once(lines, "close", { signal: answered.signal }).then(
      () => "",
      () => "",
    );
    const answer = await Promise.race([lines.question(question, { signal }), ended]);
    return answer.trim().toLowerCase() === "yes" ? "yes" : "no";
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    answered.abort();
    lines.close();
  }
}
