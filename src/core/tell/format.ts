import type { LedgerEntry } from "../ledger/fact.ts";
import { asciiJson } from "./ascii-json.ts";
import { cefView } from "./cef-view.ts";
import { ecsView } from "./ecs-view.ts";
import { ocsfEvent } from "./ocsf-event.ts";

export const FORMATS = ["ocsf", "ecs", "cef"] as const;
export type Format = (typeof FORMATS)[number];

/** An entry as it is told in a format, and what a sink needs to know of it beside. */
export interface Formatted {
  /** One line: JSON in ASCII, or CEF. */
  readonly text: string;
  /** What JSON it is; CEF stays a text. */
  readonly value: unknown;
}

/** Formats entries. @param version of Rollcall */
export const formatter =
  (format: Format, version: string) =>
  (entry: LedgerEntry): Formatted => {
    const event = ocsfEvent(entry, version);
    if (format === "cef") {
      const text = cefView(event);
      return { text, value: text };
    }
    const value = format === "ocsf" ? event : ecsView(event);
    return { text: asciiJson(value), value };
  };
