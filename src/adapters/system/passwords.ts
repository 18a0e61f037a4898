import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { NewSecret, Passwords } from "../../ports/secrets.ts";

/** 256 bits of the system's generator, in base64url. */
export const newSecret: NewSecret = () => randomBytes(32).toString("base64url");

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
);

/** What a verifier was made with; it stands in it, so that it may be raised. */
interface Cost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

// OWASP's sheet on storing passwords: N = 2^17, r = 8, p = 1, which is 128 MiB and about half a second. scrypt comes with Node:
// Argon2 would be a native package for each platform, for passwords of which there are a handful, and 15 characters long.
const COST: Cost = { logN: 17, r: 8, p: 1 };
/** More than this no verifier of ours ever had: one that asks for it was not written by us. */
const HIGHEST_LOG_N = 20;
const KEY_BYTES = 32;
const SALT_BYTES = 16;

const VERIFIER = /^scrypt\$(?<logN>\d{1,2})\$(?<r>\d{1,2})\$(?<p>\d)\$(?<salt>[\w-]+)\$(?<key>[\w-]+)$/;

/** Passwords by scrypt. @param cost lower only where a test makes many */
export function createPasswords(cost: Cost = COST): Passwords {
  // One at a time: each takes 128 MiB, and strangers choose how many come at once.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
  const verifierOf = async (password: string): Promise<string> => {
    const salt = randomBytes(SALT_BYTES);
    const key = await inTurn(async () => keyOf(password, salt, cost));
    const { logN, r, p } = cost;
    return ["scrypt", logN, r, p, salt.toString("base64url"), key.toString("base64url")].join("$");
  };
  // What an account that is not there is checked against: nobody's password, and as much work.
  const nobodys = ["scrypt", cost.logN, cost.r, cost.p, newSecret(), newSecret()].join("$");
  return {
    verifierOf,
    matches: async (password, verifier) => {
      const { logN, r, p, salt = "", key = "" } = VERIFIER.exec(verifier ?? nobodys)?.groups ?? {};
      if (!(Number(logN) <= HIGHEST_LOG_N)) return false;
      const held = Buffer.from(key, "base64url");
      const stored = { logN: Number(logN), r: Number(r), p: Number(p) };
      const given = await inTurn(async () => keyOf(password, Buffer.from(salt, "base64url"), stored));
      return held.length === given.length && timingSafeEqual(held, given) && verifier !== undefined;
    },
  };
}

/** Composed (NFKC), so that a password does not depend on the keyboard it was typed on. */
async function keyOf(password: string, salt: Buffer, { logN, r, p }: Cost): Promise<Buffer> {
  const N = 2 ** logN;
  // What it takes is 128 * N * r bytes, and a little (RFC 7914).
  return derive(password.normalize("NFKC"), salt, KEY_BYTES, { N, r, p, maxmem: 128 * N * r + 2 ** 20 });
}
