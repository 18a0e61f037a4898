import { styleText } from "node:util";

/** Where a command talks: data to stdout, talk to stderr. */
export interface Io {
  readonly data: (text: string) => void;
  readonly talk: (text: string) => void;
  readonly colour: boolean;
  /** A person watches stderr: progress may be drawn there. */
  readonly interactive: boolean;
  /** How wide the terminal is; undefined where it does not say. */
  readonly columns?: number | undefined;
}

/** A colour or emphasis, as Node names it. */
export type Style = Parameters<typeof styleText>[0];

/** Paints a text when colour is wanted. */
export const paint = (io: Io, style: Style, text: string): string =>
  io.colour ? styleText(style, text, { validateStream: false }) : text;

/** Whether to colour, by the common conventions: NO_COLOR, FORCE_COLOR, TERM=dumb, and a terminal. */
export function wantsColour(env: NodeJS.ProcessEnv, tty: boolean): boolean {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  if (env["FORCE_COLOR"] !== undefined) return env["FORCE_COLOR"] !== "0";
  return tty && env["TERM"] !== "dumb";
}
