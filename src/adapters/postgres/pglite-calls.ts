// What is said between a PGlite on a thread of its own and the driver that uses it.
import { Bug } from "../../core/model/invariant.ts";
import { Fault, type FaultCode, type FaultDetails } from "../../ports/fault.ts";
import type { Param } from "./sql.ts";

export type Call =
  | { readonly kind: "run"; readonly text: string; readonly params: readonly Param[] }
  | { readonly kind: "script"; readonly text: string }
  | {
      readonly kind: "copy";
      readonly table: string;
      readonly columns: readonly string[];
      readonly chunks: readonly string[];
    }
  | { readonly kind: "close" };

/** To the call of this number; 0 is the opening. */
export type Answer =
  | { readonly number: number; readonly rows: readonly unknown[] }
  | { readonly number: number; readonly error: SentError };

/** An error as it goes from thread to thread: its class does not. */
export interface SentError {
  readonly message: string;
  readonly fault: { readonly code: FaultCode; readonly details: FaultDetails } | undefined;
}

export function sentError(error: unknown): SentError {
  if (error instanceof Fault)
    return { message: error.message, fault: { code: error.code, details: error.details } };
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message, fault: undefined };
}

export const receivedError = ({ message, fault }: SentError): Error =>
  fault === undefined ? new Bug(message) : new Fault(fault.code, message, fault.details);
