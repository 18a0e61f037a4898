import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { getMimeType } from "hono/utils/mime";

/** The built console, in memory: some three megabytes, and no path from outside ever reaches the disk. */
export interface ConsoleFiles {
  /** The page, made for one answer. @param nonce what its scripts and styles are allowed by */
  page(nonce: string): string;
  file(
    path: string,
  ): { readonly body: Uint8Array<ArrayBuffer>; readonly type: string; readonly tag: string } | undefined;
}

/** Where the build leaves a place for the nonce. */
const NONCE = "__NONCE__";

/** Reads the built console; undefined when it was not built. Rejects with the system's error when it cannot be read. */
export async function readConsole(directory: string): Promise<ConsoleFiles | undefined> {
  const names = await filesIn(directory);
  if (!names.includes("index.html")) return undefined;
  const page = await readFile(join(directory, "index.html"), "utf8");
  const files = new Map<string, NonNullable<ReturnType<ConsoleFiles["file"]>>>();
  for (const name of names.filter((one) => one !== "index.html")) {
    const body = new Uint8Array(await readFile(join(directory, name)));
    const tag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
    files.set(`/${name}`, { body, type: getMimeType(name) ?? "application/octet-stream", tag });
  }
  return {
    page: (nonce) => page.replaceAll(NONCE, nonce),
    file: (path) => files.get(path),
  };
}

async function filesIn(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(directory.length + 1)
          .replaceAll("\\", "/"),
      );
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}
