import { Bug } from "../../core/model/invariant.ts";
import { Fault, type FaultDetails } from "../../ports/fault.ts";

// The translation of whatever a driver throws. Its message, detail and cause are dropped: they carry values
// (`invalid input syntax for type bigint: "…"`, `Key (host_key)=(…) already exists`, PGlite's list of parameters).

/** A code of the database, by the classes that there are: EPIPE has five characters too, and is the system's. */
const SQLSTATE = /^(?:\d[0-9A-Z]|F0|HV|P0|XX)[0-9A-Z]{3}$/;
/** SQLSTATE classes and codes that say the server or the way to it is out of order, not the statement. */
const UNAVAILABLE = /^(?:08|28|3D|40|53|55|57|58|25006|42501)/;
/** The database's disk is full. */
const FULL = "53100";
/** What only a damaged or foreign schema gives: corruption, internal errors, a table or column that migrations made and is not there. */
const DAMAGED = /^(?:XX|F0|42P01|42703|42883|3F000)/;

/** How much of a statement names it; statements hold no values, these are all parameters. */
const STATEMENT_LENGTH = 80;

/** The Fault (or, for a statement of ours that is wrong, the Bug) that a driver's error means. */
export function driverFault(error: unknown, statement: string): Error {
  if (error instanceof Fault || error instanceof Bug || isMistake(error)) return error;
  const { code, constraint } = fieldsOf(error);
  const details: FaultDetails = {
    code,
    constraint,
    statement: statement.trim().replaceAll(/\s+/g, " ").slice(0, STATEMENT_LENGTH),
  };
  if (code === FULL) return new Fault("STORE_FULL", `The disk of the store is full (${FULL}).`, details);
  if (code === undefined || !SQLSTATE.test(code) || UNAVAILABLE.test(code)) {
    return new Fault("STORE_UNAVAILABLE", `The store did not answer (${code ?? "no code"}).`, details);
  }
  if (DAMAGED.test(code))
    return new Fault("STORE_DAMAGED", `The store is not as Rollcall left it (${code}).`, details);
  return new Bug(`the database refused a statement of ours: ${JSON.stringify(details)}`);
}

/** Runs one call to a driver; what it throws is translated. */
export async function guarded<T>(statement: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw driverFault(error, statement);
  }
}

// Thrown by the language itself, so by our code: no driver reports the world's trouble with these.
const isMistake = (error: unknown): error is Error =>
  error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;

function fieldsOf(error: unknown): { code: string | undefined; constraint: string | undefined } {
  if (typeof error !== "object" || error === null) return { code: undefined, constraint: undefined };
  const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
  return {
    code: "code" in error ? text(error.code) : undefined,
    constraint: "constraint" in error ? text(error.constraint) : undefined,
  };
}
