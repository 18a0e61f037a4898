import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { askPassword } from "./ask-password.ts";

function terminal(isTTY = true) {
  const raw: boolean[] = [];
  return Object.assign(new PassThrough(), { isTTY, raw, setRawMode: (on: boolean) => raw.push(on) });
}
const never = new AbortController().signal;

describe("a password asked for at the terminal", () => {
  it("is what was typed up to the end of the line, with what was erased left out, and is not shown", async () => {
    const [input, output] = [terminal(), terminal()];
    input.write("correcd\u007ft hörse\rmore");
    expect(await askPassword("Password: ", never, input, output)).toBe("correct hörse");
    expect(String(output.read())).toBe("Password: \n");
    expect(input.raw).toEqual([true, false]);
  });

  it("is asked of nobody where there is no terminal", async () => {
    expect(await askPassword("Password: ", never, terminal(false), terminal())).toBeUndefined();
    expect(await askPassword("Password: ", never, terminal(), terminal(false))).toBeUndefined();
  });

  it("ends at Ctrl-C and as the signal says, and leaves the terminal as it was", async () => {
    const input = terminal();
    input.write("half\u0003");
    await expect(askPassword("", never, input, terminal())).rejects.toMatchObject({ code: "CANCELLED" });
    const stop = new AbortController();
    const asked = askPassword("", stop.signal, input, terminal());
    stop.abort(new Error("stopped"));
    await expect(asked).rejects.toThrow("stopped");
    expect(input.raw).toEqual([true, false, true, false]);
  });
});
