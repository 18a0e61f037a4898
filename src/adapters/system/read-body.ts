import { Buffer } from "node:buffer";
import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/** Reads a body as text, unpacked where it is gzip; undefined as soon as it is larger than allowed. Rejects when it is cut off. */
export async function readBody(
  stream: Readable,
  encoding: string | undefined,
  largest: number,
): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > largest) return;
      chunks.push(chunk);
    }
  };
  try {
    if (encoding?.trim().toLowerCase() === "gzip") await pipeline(stream, createGunzip(), collect);
    else await pipeline(stream, collect);
  } catch (error) {
    // Stopping in the middle of a body that is too large breaks the pipeline, which is no fault of the network.
    if (size <= largest) throw error;
  }
  return size > largest ? undefined : Buffer.concat(chunks).toString("utf8");
}
