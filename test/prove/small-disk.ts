// A disk of a few megabytes that can be filled up: a file system of its own, in memory, which only root may mount.
import { execFile } from "node:child_process";
import { mkdtemp, open, rm, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { isErrno } from "../../src/adapters/postgres/errno.ts";

const run = promisify(execFile);

export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  /** Takes every block that is left. */
  fill(): Promise<void>;
  /** Gives them back. */
  free(): Promise<void>;
}

/** Why there is none, where mounting is refused. */
export interface NoDisk extends AsyncDisposable {
  readonly refused: string;
}

/** Mounts it. @param mebibytes its size; only what is written takes memory */
export async function aSmallDisk(mebibytes: number): Promise<SmallDisk | NoDisk> {
  const path = await mkdtemp(join(tmpdir(), "rollcall-disk-"));
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${mebibytes}m`, "rollcall", path]);
  } catch (error) {
    await rmdir(path);
    const why = error instanceof Error ? error.message.trim().split("\n").at(-1) : String(error);
    return { refused: `no disk can be mounted here: ${why}`, [Symbol.asyncDispose]: async () => {} };
  }
  const ballast = join(path, "ballast");
  return {
    path,
    fill: async () => fillUp(ballast),
    free: async () => rm(ballast, { force: true }),
    async [Symbol.asyncDispose]() {
      await run("umount", [path]);
      await rmdir(path);
    },
  };
}

/** In large pieces, and then block by block, until not one is left. */
async function fillUp(path: string): Promise<void> {
  const file = await open(path, "a");
  try {
    for (const bytes of [1024 * 1024, 4096]) {
      const piece = Buffer.alloc(bytes);
      while (await written(file, piece));
    }
  } finally {
    await file.close();
  }
}

async function written(file: Awaited<ReturnType<typeof open>>, piece: Buffer): Promise<boolean> {
  try {
    return (await file.write(piece)).bytesWritten === piece.length;
  } catch (error) {
    if (isErrno(error, "ENOSPC")) return false;
    throw error;
  }
}
