import { createHmac } from "node:crypto";
import { Fault } from "../../ports/fault.ts";

/** AES-256. */
export const KEY_BYTES = 32;

/** A key-encryption key and the id by which dossiers name it. */
export interface VaultKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * A key as it is written down: 32 bytes in base64 or in hex, white space around it allowed.
 * @param reference where it came from, for the fault: what was there instead is never told. Fault: CONFIG_INVALID.
 */
export function vaultKey(text: string, reference: string): VaultKey {
  const trimmed = text.trim();
  const bytes = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, "hex") : fromBase64(trimmed);
  if (bytes?.length !== KEY_BYTES) {
    throw new Fault("CONFIG_INVALID", `The vault key ${reference} is not 32 bytes in base64 or hex.`, {
      reference,
    });
  }
  return { id: keyId(bytes), bytes };
}

/** Strictly: Buffer passes over what is no base64. */
function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return bytes.toString("base64").replace(/=+$/, "") === text.replace(/=+$/, "") ? bytes : undefined;
}

/** Tells keys apart and nothing about them: half of a keyed hash over a fixed text. */
const keyId = (bytes: Buffer): string =>
  createHmac("sha256", bytes).update("rollcall vault key id").digest("hex").slice(0, 32);
