import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { Fault } from "../../ports/fault.ts";
import { prompts } from "./prompts.ts";

const terminal = (isTTY = true) =>
  Object.assign(new PassThrough(), { isTTY, setRawMode: () => {}, columns: 120, rows: 40 });

/** Asks, and types once the question is there. */
async function asked<T>(
  question: (asker: NonNullable<ReturnType<typeof prompts>>) => Promise<T>,
  ...keys: readonly string[]
): Promise<{ readonly answer: T; readonly shown: string }> {
  const [input, output] = [terminal(), terminal()];
  const asker = prompts(new AbortController().signal, { input, output });
  if (asker === undefined) throw new Error("there is a terminal");
  const answer = question(asker);
  for (const key of keys) input.write(key);
  return { answer: await answer, shown: String(output.read()) };
}

describe("prompts", () => {
  it.each([
    ["typed", ["corp", "\r"], "corp"],
    ["blank, which is what was offered", ["\r"], "offered"],
    ["refused, then corrected", ["no", "\r", "\u007f\u007f", "yes", "\r"], "yes"],
  ])("a line: %s", async (_, keys, expected) => {
    const { answer } = await asked(
      async (asker) =>
        asker.text("Name?", {
          initial: "offered",
          refuse: (text) => (text === "no" ? "not this one" : undefined),
        }),
      ...keys,
    );
    expect(answer).toBe(expected);
  });

  it("a line that may be left out is blank", async () => {
    expect((await asked(async (asker) => asker.text("CA?", { optional: true }), "\r")).answer).toBe("");
  });

  it("a secret is not shown", async () => {
    const { answer, shown } = await asked(async (asker) => asker.secret("Password"), "hunter2", "\r");
    expect(answer).toBe("hunter2");
    expect(shown).toContain("Password");
    expect(shown).not.toContain("hunter2");
  });

  it("a choice and a yes", async () => {
    const options = [
      { value: "a", label: "the first" },
      { value: "b", label: "the second" },
    ] as const;
    expect((await asked(async (asker) => asker.choice("Which?", options), "\u001b[B", "\r")).answer).toBe(
      "b",
    );
    expect((await asked(async (asker) => asker.yes("Sure?", false), "y")).answer).toBe(true);
    expect((await asked(async (asker) => asker.yes("Sure?", false), "\r")).answer).toBe(false);
  });

  it("Ctrl-C gives up, and so does a signal that stops", async () => {
    const code = async (work: Promise<unknown>) =>
      work.then(
        () => "answered",
        (error: unknown) => (error instanceof Fault ? error.code : error),
      );
    expect(await code(asked(async (asker) => asker.text("Name?"), "\u0003"))).toBe("CANCELLED");
    const stopped = new AbortController();
    const reason = new Fault("CANCELLED", "Stopped by a person.");
    const [input, output] = [terminal(), terminal()];
    const answer = prompts(stopped.signal, { input, output })?.text("Name?");
    stopped.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  it.each([
    [false, true],
    [true, false],
  ])("nobody is asked without a terminal on both sides: %s, %s", (typed, seen) => {
    const one = { input: terminal(typed), output: terminal(seen) };
    expect(prompts(new AbortController().signal, one)).toBeUndefined();
  });
});
