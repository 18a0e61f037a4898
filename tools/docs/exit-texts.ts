import { EXIT, type ExitCode } from "../../src/cli/exit-code.ts";

const MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: "Done. Also when nothing was there to be retired.",
  fault: "A fault of the store, a broken ledger, a run that was stopped by a person, or a bug.",
  usage:
    "Wrong usage, or a configuration, secret, plan file or output path that cannot be used. Nothing was begun.",
  refused:
    "Refused: a plan or mode that may not be applied, `explain` for a device that is not known, or a hold that cannot be had.",
  source:
    "A source is unavailable or incomplete. What could be read was read and decided; nothing was decided about the rest.",
  person:
    "Something waits for a person: a deletion is unconfirmed or has failed, or failures in a row stopped the run.",
};

/** Every exit code with its meaning, in order. */
export const EXIT_TEXTS: readonly { readonly exit: ExitCode; readonly means: string }[] = (
  Object.keys(EXIT) as (keyof typeof EXIT)[]
).map((name) => ({ exit: EXIT[name], means: MEANINGS[name] }));
