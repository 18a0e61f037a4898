import type { Fault } from "../../ports/fault.ts";
import { paint, type Io } from "../io.ts";
import { printable } from "./table.ts";

/** A fault on stderr: its code, which source and what, and what to do. */
export function tellFault(io: Io, { code, message, remedy }: Fault): void {
  // A configuration's message is many lines, one a problem.
  const text = message.split("\n").map(printable).join("\n");
  io.talk(`${paint(io, "red", code)} ${text}\n${remedy}\n`);
}

/** The same for `--json`. */
export const faultJson = ({ code, message, details, remedy }: Fault) => ({ code, message, details, remedy });
