// Values as Active Directory stores them.

/** objectGUID: 16 bytes, the first three groups little-endian (MS-DTYP 2.3.4). */
export function guidBytes(uuid: string): Uint8Array {
  const bytes = Buffer.from(uuid.replaceAll("-", ""), "hex");
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/** objectSid `S-1-5-21-…-rid`: authority 5 big-endian in 48 bits, sub-authorities little-endian (MS-DTYP 2.4.2). */
export function sidBytes(domain: readonly [number, number, number], rid: number): Uint8Array {
  const bytes = Buffer.alloc(28);
  bytes[0] = 1;
  bytes[1] = 5; // sub-authorities: 21, three of the domain, the RID
  bytes[7] = 5;
  [21, ...domain, rid].forEach((value, i) => bytes.writeUInt32LE(value >>> 0, 8 + 4 * i));
  return bytes;
}

/** Milliseconds from 1601-01-01, where FILETIME starts, to 1970-01-01. */
const FILETIME_EPOCH = 11_644_473_600_000;

/** FILETIME: units of 100 ns since 1601. */
export const filetime = (epochMs: number): string => `${Math.trunc(epochMs) + FILETIME_EPOCH}0000`;

/** Generalized time in UTC, as AD writes it: whole seconds and `.0Z`. */
export const generalizedTime = (epochMs: number): string =>
  `${new Date(epochMs).toISOString().slice(0, 19).replaceAll(/[-:T]/g, "")}.0Z`;
