import { parse } from "csv-parse/sync";
import { expect, it } from "vitest";
import { csv } from "./csv.ts";

async function* batches<T>(...all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

async function written(...rows: readonly (readonly (string | number | undefined)[])[]): Promise<string> {
  let text = "";
  for await (const piece of csv(["Hostname", "Note"], batches(rows))) text += piece;
  return text;
}

it("is read back as it was written, whatever stands in a cell", async () => {
  const odd = 'LT "1", a\nsecond line; ü 😀';
  const text = await written([odd, 5], ["plain", undefined]);
  expect(parse(text, { bom: true })).toEqual([
    ["Hostname", "Note"],
    [odd, "5"],
    ["plain", ""],
  ]);
});

it.each(["=cmd()", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])(
  "a cell that would begin a formula is text: %j",
  async (cell) => {
    const [, row] = parse(await written([cell, "x"]), { bom: true });
    expect(row?.[0]).toBe(`'${cell}`);
  },
);

it("an empty list has its head", async () => {
  expect(await written()).toBe("\ufeffHostname,Note\r\n");
});
