import { readFile } from "node:fs/promises";

/** The flags that the binary starts Node with, from its first line: what is measured has to be what is shipped. */
export async function binaryFlags(): Promise<string[]> {
  const text = await readFile(new URL("../src/main/bin.ts", import.meta.url), "utf8");
  const words = (text.split("\n", 1)[0] ?? "").split(" ");
  if (!words.includes("node")) throw new Error("the binary does not say that Node runs it");
  return words.slice(words.indexOf("node") + 1);
}
