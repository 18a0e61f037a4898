import { createHash } from "node:crypto";
import type { Digest, Hash } from "../../core/model/ids.ts";

/** SHA-256 of a text as UTF-8, in lower-case hex. */
export const sha256: Hash = (text) => createHash("sha256").update(text, "utf8").digest("hex") as Digest;
