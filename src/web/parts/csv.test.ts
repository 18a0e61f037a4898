import { expect, it } from "vitest";
import { csvOf } from "./csv.ts";

it("quotes what needs quotes", () => {
  expect(csvOf(["a", "b"], [['say "hi"', "x,y"]])).toBe('\uFEFFa,b\r\n"say ""hi""","x,y"\r\n');
});

it("lets no name of a device become a formula", () => {
  expect(csvOf(["host"], [["=HYPERLINK(1)"], ["@cmd"], ["PC-1"]])).toBe(
    "\uFEFFhost\r\n'=HYPERLINK(1)\r\n'@cmd\r\nPC-1\r\n",
  );
});
