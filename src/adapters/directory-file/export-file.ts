// The file itself: opened once for a reading, so that one that is replaced meanwhile is not read in two halves.
import { open, type FileHandle } from "node:fs/promises";
import { instant, type Instant } from "../../core/model/instant.ts";
import { Fault } from "../../ports/fault.ts";
import { readCsv } from "./csv.ts";
import { decodeText, sniffEncoding, type TextEncoding } from "./encoding.ts";
import type { ExportEntry } from "../directory-export/export-entry.ts";
import { ExportProblem } from "../directory-export/export-problem.ts";
import { formatOf, type ExportFormat } from "./format.ts";
import { readJson } from "./json.ts";
import { readLdif } from "./ldif.ts";
import { START } from "../directory-export/position.ts";

const CHUNK = 256 * 1024;

/** An open export file. Close it. */
export interface ExportFile {
  readonly path: string;
  readonly modifiedAt: Instant;
  /** The same for the same content: identity, size and dates to the nanosecond. */
  readonly stamp: string;
  /** The stamp as it is by now. */
  stampNow(): Promise<string>;
  /** The bytes from the beginning. */
  bytes(signal: AbortSignal): AsyncGenerator<Uint8Array, void>;
  close(): Promise<void>;
}

export const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error && "code" in error;

async function stampOf(handle: FileHandle): Promise<{ stamp: string; modifiedAt: Instant; isFile: boolean }> {
  const stat = await handle.stat({ bigint: true });
  const { dev, ino, size, mtimeNs, ctimeNs } = stat;
  return {
    stamp: [dev, ino, size, mtimeNs, ctimeNs].join(":"),
    modifiedAt: instant(Number(stat.mtimeMs)),
    isFile: stat.isFile(),
  };
}

/** Opens an export. Throws EXPORT_UNREADABLE when there is no file that can be read. */
export async function openExportFile(directory: string, path: string): Promise<ExportFile> {
  const refuse = (what: string, code: string | undefined, cause?: unknown): Fault =>
    new Fault(
      "EXPORT_UNREADABLE",
      `Directory ${directory}: ${path} ${what}.`,
      { directory, path, code },
      cause,
    );
  let handle: FileHandle;
  try {
    handle = await open(path, "r");
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw refuse(`cannot be opened (${error.code})`, error.code, error);
  }
  const { stamp, modifiedAt, isFile } = await stampOf(handle);
  if (!isFile) {
    await handle.close();
    throw refuse("is no file", undefined);
  }
  return {
    path,
    modifiedAt,
    stamp,
    stampNow: async () => (await stampOf(handle)).stamp,
    async *bytes(signal) {
      for (let position = 0; ;) {
        if (signal.aborted)
          throw new Fault("CANCELLED", `Reading ${path} was cancelled.`, { directory, path });
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, position);
        if (bytesRead === 0) return;
        position += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    },
    close: () => handle.close(),
  };
}

/** What the first bytes of a file say about the rest. */
export interface ExportShape {
  readonly format: ExportFormat;
  readonly encoding: TextEncoding;
  /** The first chunk as text, as far as it is legible. */
  readonly head: string;
}

/** Looks at the beginning. Throws ExportProblem when it is empty or in no known format. */
export async function shapeOf(file: ExportFile, signal: AbortSignal): Promise<ExportShape> {
  const first = await file.bytes(signal).next();
  const bytes = first.done === true ? new Uint8Array() : first.value;
  const encoding = sniffEncoding(bytes);
  const body = bytes.subarray(encoding.bom);
  if (body.length === 0) throw new ExportProblem("file", START, "is empty");
  // Not strict: only markers are looked for here, and the reading itself tells an illegible byte with its place.
  const head = new TextDecoder(encoding.name).decode(body);
  const format = formatOf(head, file.path);
  if (format === undefined)
    throw new ExportProblem("file", START, "is neither LDIF nor CSV with a header nor JSON");
  return { format, encoding, head };
}

/** The entries of an export, in batches. Throws ExportProblem. */
export function entriesOf(
  file: ExportFile,
  shape: ExportShape,
  signal: AbortSignal,
): AsyncGenerator<readonly ExportEntry[]> {
  const text = (): AsyncGenerator<string> => decodeText(file.bytes(signal), shape.encoding);
  switch (shape.format) {
    case "ldif":
      return readLdif(text);
    case "csv":
      return readCsv(text(), shape.head);
    case "json":
      return readJson(text());
  }
}
