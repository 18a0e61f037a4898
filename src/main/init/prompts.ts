import { confirm, isCancel, password, select, text } from "@clack/prompts";
import type { Readable, Writable } from "node:stream";
import type { Asker } from "../../cli/init/asker.ts";
import { Fault } from "../../ports/fault.ts";

interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable & { readonly isTTY?: boolean };
}

/**
 * Prompts on a terminal; undefined where there is none. No spinner of the library: it would take Ctrl-C away while nothing
 * is asked.
 */
export function prompts(
  signal: AbortSignal,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Asker | undefined {
  if (input.isTTY !== true || output.isTTY !== true) return undefined;
  const common = { input, output, signal };
  return {
    text: async (message, { initial, optional, refuse } = {}) => {
      const answer = given(
        await text({
          ...common,
          message,
          ...(initial !== undefined && { placeholder: initial, defaultValue: initial }),
          validate: (value = "") => {
            const meant = value.trim() === "" ? (initial ?? "") : value.trim();
            if (meant === "") return optional === true ? undefined : "an answer is needed";
            return refuse?.(meant);
          },
        }),
        signal,
      );
      return answer.trim();
    },
    secret: async (message) =>
      given(
        await password({
          ...common,
          message,
          validate: (value) => ((value ?? "") === "" ? "an answer is needed" : undefined),
        }),
        signal,
      ),
    choice: async <T extends string>(
      message: string,
      options: readonly { readonly value: T; readonly label: string }[],
    ) => {
      const chosen = given(
        await select<string>({
          ...common,
          message,
          options: options.map(({ value, label }) => ({ value, label })),
        }),
        signal,
      );
      const found = options.find(({ value }) => value === chosen);
      if (found === undefined) throw cancelled();
      return found.value;
    },
    yes: async (message, initialValue) => given(await confirm({ ...common, message, initialValue }), signal),
  };
}

/** What was answered. Ctrl-C and Escape come as an answer of their own. */
function given<Answer>(answer: Answer, signal: AbortSignal): Exclude<Answer, symbol> {
  signal.throwIfAborted();
  if (isCancel(answer)) throw cancelled();
  return answer as Exclude<Answer, symbol>;
}

const cancelled = (): Fault => new Fault("CANCELLED", "Given up by a person; no configuration was written.");
