import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { Io } from "../io.ts";
import { printable, table } from "./table.ts";

const io = (colour: boolean): Io => ({ data: () => {}, talk: () => {}, colour, interactive: false });

describe("a table", () => {
  it("aligns its columns, figures to the right, and leaves no blanks at the end of a line", () => {
    const drawn = table(
      io(false),
      ["Name", "Count", ""],
      [
        ["a", 1, "note"],
        ["longer", "1,000", ""],
      ],
      [1],
    );
    expect(drawn.split("\n")).toEqual(["Name    Count", "a           1  note", "longer  1,000"]);
  });

  it("keeps its colours, and takes control characters out of what it is given", () => {
    const drawn = table(
      io(true),
      ["Name", "State"],
      [["\u001b[31mevil", { text: "\u0007done", style: "green" }]],
    );
    expect(drawn).toContain("\u001b[32m\ufffddone\u001b[39m");
    expect(stripVTControlCharacters(drawn)).toContain("\ufffd[31mevil");
  });
});

describe("foreign text", () => {
  it("cannot turn the writing direction, break the line or move the cursor", () => {
    expect(printable("a\u202eb\nc\u001b[2Jd\u2028e")).toBe("a\ufffdb\ufffdc\ufffd[2Jd\ufffde");
  });
});
