// Bytes of an export to text, strictly: a byte that is no character stops the reading with its place, because a
// replacement character would make two names out of one.
import { ExportProblem } from "../directory-export/export-problem.ts";
import { advance, START, type Position } from "../directory-export/position.ts";

export interface TextEncoding {
  readonly name: "utf-8" | "utf-16le" | "utf-16be";
  /** Length of the byte order mark. */
  readonly bom: number;
}

/** Tells the encoding from the first bytes: by its mark, else by the zero byte that ASCII has in UTF-16. */
export function sniffEncoding(head: Uint8Array): TextEncoding {
  const [a, b, c, d] = head;
  if (a === 0xff && b === 0xfe) {
    if (c === 0 && d === 0) throw new ExportProblem("file", START, "is UTF-32: export it as UTF-8 or UTF-16");
    return { name: "utf-16le", bom: 2 };
  }
  if (a === 0xfe && b === 0xff) return { name: "utf-16be", bom: 2 };
  if (a === 0xef && b === 0xbb && c === 0xbf) return { name: "utf-8", bom: 3 };
  if (a !== undefined && a !== 0 && b === 0) return { name: "utf-16le", bom: 0 };
  if (a === 0 && b !== undefined && b !== 0) return { name: "utf-16be", bom: 0 };
  return { name: "utf-8", bom: 0 };
}

/** How many of the bytes end on a whole character; the rest waits for the next chunk. */
function wholeLength(bytes: Uint8Array, encoding: TextEncoding): number {
  if (encoding.name !== "utf-8") {
    const even = bytes.length - (bytes.length % 2);
    const high = bytes[encoding.name === "utf-16le" ? even - 1 : even - 2];
    // 0xD8 to 0xDB begins a surrogate pair (Unicode 16, section 3.9).
    return high !== undefined && high >= 0xd8 && high <= 0xdb ? even - 2 : even;
  }
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return size > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

const decode = (bytes: Uint8Array, encoding: TextEncoding, stream: boolean): string =>
  new TextDecoder(encoding.name, { fatal: true, ignoreBOM: true }).decode(bytes, { stream });

function isLegible(bytes: Uint8Array, encoding: TextEncoding): boolean {
  try {
    decode(bytes, encoding, true);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false; // what the Encoding standard prescribes for an illegible byte
    throw error;
  }
}

/** The longest legible beginning, by halving: whether a beginning is legible never turns from no to yes. */
function legibleLength(bytes: Uint8Array, encoding: TextEncoding): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isLegible(bytes.subarray(0, middle), encoding)) good = middle;
    else bad = middle;
  }
  return good;
}

function illegible(bytes: Uint8Array, encoding: TextEncoding, from: Position): ExportProblem {
  const good = legibleLength(bytes, encoding);
  const before = decode(bytes.subarray(0, good), encoding, true);
  const byte = (bytes[good] ?? 0).toString(16).padStart(2, "0");
  return new ExportProblem(
    "file",
    advance(from, before),
    `the byte 0x${byte} is no ${encoding.name.toUpperCase()}: export the file as Unicode (ldifde and csvde: -u; PowerShell: -Encoding UTF8)`,
  );
}

function decodeOrExplain(bytes: Uint8Array, encoding: TextEncoding, at: Position): string {
  try {
    return decode(bytes, encoding, false);
  } catch (error) {
    if (error instanceof TypeError) throw illegible(bytes, encoding, at);
    throw error;
  }
}

/** Decodes a stream of bytes. Throws ExportProblem at an illegible byte, and at an end in the middle of a character. */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: TextEncoding,
): AsyncGenerator<string> {
  let carry: Uint8Array = new Uint8Array();
  let skip = encoding.bom;
  let at = START;
  for await (const chunk of chunks) {
    const joined = carry.length === 0 ? chunk : Buffer.concat([carry, chunk]);
    if (joined.length < skip) {
      carry = joined;
      continue;
    }
    const bytes = joined.subarray(skip);
    skip = 0;
    const length = wholeLength(bytes, encoding);
    carry = bytes.subarray(length);
    const whole = bytes.subarray(0, length);
    const text = decodeOrExplain(whole, encoding, at);
    at = advance(at, text);
    if (text !== "") yield text;
  }
  if (carry.length > 0) throw new ExportProblem("cut", at, "ends in the middle of a character");
}
