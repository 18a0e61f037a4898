import { randomUUID } from "node:crypto";
import { open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Fault } from "../../ports/fault.ts";

/** What we write names devices and people: it is for its owner unless somebody allows more. */
const OWNER_ONLY = 0o600;

/**
 * Writes a whole file or none: whoever reads `path` sees the old text or the new one, also after a crash. A file that is
 * there keeps its permissions, a link is followed, and what is no file (a device, a directory) is left alone.
 * Pieces are written as they come, in flat memory. Fault: OUTPUT_UNWRITABLE, and whatever fault the pieces end with.
 */
export async function writeFileAtomically(path: string, text: string | AsyncIterable<string>): Promise<void> {
  try {
    const old = await present(path);
    if (old !== undefined && !old.isFile) throw new NotAFile(path);
    const target = old === undefined ? path : old.path;
    const draft = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`);
    try {
      await writeDurably(draft, text, old === undefined ? OWNER_ONLY : old.mode);
      await rename(draft, target);
    } finally {
      // After the rename there is nothing left to remove, which `force` allows.
      await rm(draft, { force: true });
    }
    await syncDirectory(dirname(target));
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault(
      "OUTPUT_UNWRITABLE",
      `The file ${path} could not be written.`,
      { path, why: whyOf(cause) },
      cause,
    );
  }
}

class NotAFile extends Error {
  override readonly name = "NotAFile";
  readonly code = "ENOTFILE";
  constructor(path: string) {
    super(`${path} is there and is no file`);
  }
}

/** What stands at a path, links followed; undefined when nothing does. */
async function present(
  path: string,
): Promise<{ readonly path: string; readonly isFile: boolean; readonly mode: number } | undefined> {
  try {
    const found = await stat(path);
    return { path: await realpath(path), isFile: found.isFile(), mode: found.mode & 0o777 };
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

async function writeDurably(path: string, text: string | AsyncIterable<string>, mode: number): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(text, "utf8");
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What a file system answers that cannot sync a directory (some network ones): there the rename is all there is. */
const CANNOT_SYNC: ReadonlySet<unknown> = new Set(["EINVAL", "ENOTSUP"]);

/** Makes the new name itself durable; Windows opens no directory, and needs none to be opened. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } catch (error) {
    if (!CANNOT_SYNC.has(codeOf(error))) throw error;
  } finally {
    await directory.close();
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && "code" in error ? error.code : undefined;

const whyOf = (error: unknown): string => {
  const code = codeOf(error);
  return typeof code === "string" ? code : "unknown";
};
