import { rm } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BASE, exported, ldif, pc, readAll, useExportFolder } from "../../../test/build/branch-export.ts";

useExportFolder();

describe("a damaged file", () => {
  const names = ["PC-1", "PC-2", "PC-3"];
  const csv = `DN,objectClass,cn\n${names.map((name) => `"CN=${name},${BASE}",computer,${name}\n`).join("")}`;
  const json = JSON.stringify(
    names.map((name) => ({ DistinguishedName: `CN=${name},${BASE}`, ObjectClass: "computer" })),
    null,
    1,
  );
  const lines = ldif(...names.map((name) => pc(name, "operatingSystem:: V2luZG93cyAxMQ==")));

  // At the very end of an entry a shorter LDIF or CSV is a whole one, and nothing in it tells: the size of the last
  // complete collection has to (maxShrink).
  const seams: Readonly<Record<string, (text: string) => boolean>> = {
    ldif: (text) => text.endsWith("\n\n"),
    csv: (text) => text.endsWith("\n"),
    json: () => false,
  };

  it.each([
    ["ldif", lines],
    ["csv", csv],
    ["json", json],
  ])("in %s, cut anywhere, is never a whole reading with fewer computers", async (format, text) => {
    const deceived: string[] = [];
    for (let end = 0; end < text.length; end++) {
      const cut = text.slice(0, end);
      if (seams[format]?.(cut) === true) continue;
      const source = await exported(cut, format);
      const outcome = await readAll(source).then(
        (read) => (read.end.gaps.length > 0 || read.computers.length === 3 ? "told" : "deceived"),
        (error: unknown) => (error as { code?: string }).code,
      );
      if (outcome !== "told" && outcome !== "EXPORT_INVALID") deceived.push(cut);
      await rm(source.path);
    }
    expect(deceived).toEqual([]);
  });

  it("of any content ends in a reading or in a fault, never in another error", async () => {
    const soup = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc
        .tuple(fc.constantFrom(lines, csv, json), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 }))
        .map(([text, at, noise]) => {
          const bytes = Buffer.from(text);
          bytes.set(noise, at % (bytes.length - 4));
          return bytes;
        }),
    );
    await fc.assert(
      fc.asyncProperty(soup, fc.constantFrom("ldif", "csv", "json"), async (bytes, extension) => {
        const source = await exported(bytes, extension);
        const code = await readAll(source).then(
          () => "read",
          (error: unknown) => (error as { code?: string }).code ?? error,
        );
        expect(["read", "EXPORT_INVALID"]).toContain(code);
        await rm(source.path);
      }),
      { numRuns: 300 },
    );
  });
});
