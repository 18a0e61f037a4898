import { readFileSync } from "node:fs";

/** The package's version, read from its own package.json, which lies two folders up in the source and in the tarball. */
export const VERSION = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    readonly version: string;
  }
).version;

/** What Central and directories see of us. */
export const USER_AGENT = `rollcall/${VERSION}`;
