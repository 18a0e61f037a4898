import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const ALGORITHM = "aes-256-gcm";
/** As NIST SP 800-38D recommends; drawn at random for each box, which is safe for 2^32 boxes a key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts under a key and binds to a context; base64 of nonce, ciphertext and tag. */
export function closeBox(key: Buffer, context: string, plain: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, "utf8"));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

/** What is in a box; undefined when the key or the context is another one, or the box was altered. */
export function openBox(key: Buffer, context: string, box: string): Buffer | undefined {
  const bytes = Buffer.from(box, "base64");
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(context, "utf8"));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    // The only thing that final() says: the tag does not match. What was decrypted is not to be used.
    return undefined;
  }
}
