import { readFileSync } from "node:fs";
import { Fault } from "../ports/fault.ts";

interface Terminal extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode?(raw: boolean): unknown;
}

// Ctrl-D ends a line too.
const ENTER = new Set(["\r", "\n", "\u0004"]);
const CTRL_C = "\u0003";
const ERASE = new Set(["\b", "\u007f"]);

/**
 * A password from a file, whose last line break is no part of it. Faults: SECRET_UNREADABLE.
 */
export function passwordFromFile(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new Fault(
      "SECRET_UNREADABLE",
      `The password file ${path} cannot be read (${code}).`,
      { path },
      error,
    );
  }
}

/**
 * Asks a person for a password, which is not shown while it is typed.
 * @returns undefined where no terminal is at hand
 * Thrown: the signal's reason when it stops meanwhile; CANCELLED at Ctrl-C.
 */
export async function askPassword(
  question: string,
  signal: AbortSignal,
  input: Terminal = process.stdin,
  output: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr,
): Promise<string | undefined> {
  if (input.isTTY !== true || output.isTTY !== true || input.setRawMode === undefined) return undefined;
  signal.throwIfAborted();
  output.write(question);
  // The terminal echoes no more, and Ctrl-C comes as a character.
  input.setRawMode(true);
  try {
    return await typed(input, signal);
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write("\n");
  }
}

async function typed(input: Terminal, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  const characters: string[] = [];
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      input.off("data", read);
      signal.removeEventListener("abort", stop);
      settle();
    };
    const stop = (): void => end(() => reject(signal.reason as Error));
    const read = (bytes: Uint8Array): void => {
      for (const character of decoder.decode(bytes, { stream: true })) {
        if (ENTER.has(character)) return end(() => resolve(characters.join("")));
        if (character === CTRL_C)
          return end(() => reject(new Fault("CANCELLED", "Stopped by a person; nothing is half-written.")));
        if (ERASE.has(character)) characters.pop();
        else characters.push(character);
      }
    };
    signal.addEventListener("abort", stop);
    input.on("data", read);
    input.resume();
  });
}
