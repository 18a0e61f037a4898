import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { Fault } from "../ports/fault.ts";
import { confirm } from "./confirm.ts";

const terminal = (isTTY = true) => Object.assign(new PassThrough(), { isTTY });
const never = new AbortController().signal;

describe("a question at the terminal", () => {
  it.each([
    ["yes\n", "yes"],
    [" YES \n", "yes"],
    ["y\n", "no"],
    ["\n", "no"],
    ["no\nyes\n", "no"],
  ])("answered %j is %s", async (line, expected) => {
    const [input, output] = [terminal(), terminal()];
    input.write(line);
    expect(await confirm("Sure? ", never, input, output)).toBe(expected);
    expect(String(output.read())).toBe("Sure? ");
  });

  it("that the terminal leaves by closing is a no", async () => {
    const input = terminal();
    input.end();
    expect(await confirm("Sure? ", never, input, terminal())).toBe("no");
  });

  it.each([
    [false, true],
    [true, false],
  ])("is put to nobody where input is a terminal: %s, output: %s", async (inputs, outputs) => {
    const input = terminal(inputs);
    input.write("yes\n");
    expect(await confirm("Sure? ", never, input, terminal(outputs))).toBe("nobody");
  });

  it("ends as the signal says", async () => {
    const stop = new AbortController();
    const asked = confirm("Sure? ", stop.signal, terminal(), terminal());
    stop.abort(new Fault("CANCELLED", "stopped"));
    await expect(asked).rejects.toMatchObject({ code: "CANCELLED" });
  });
});
