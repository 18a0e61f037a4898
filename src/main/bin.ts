#!/usr/bin/env -S node --max-semi-space-size=8
// The flag holds V8's young generation at 8 MB (of up to 64), where the garbage of a page of endpoints lives: reading a tenant
// of 100,000 then peaks below 200 MB of memory instead of near 300, at the same speed (bench, collect-memory).
// The binary: refuses a Node that cannot run it, wires stdin's world to the command line, and sets the exit code.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `rollcall needs Node 22.18 or newer and this is ${process.versions.node}: install Node 24 LTS, or start it by npm, which brings one.\n`,
  );
  process.exit(2);
}

const { runCli } = await import("../cli/main.ts");
const { wantsColour } = await import("../cli/io.ts");
const { Fault } = await import("../ports/fault.ts");
const { VERSION } = await import("./version.ts");

const argv = process.argv.slice(2);
const stop = new AbortController();
const onSignal = (): void => {
  // A second one is a person who does not want to wait: what was begun is settled by reading at the next start.
  if (stop.signal.aborted) process.exit(1);
  // On a terminal the status line stands there.
  process.stderr.write(`${process.stderr.isTTY ? "\n" : ""}Stopping; once more to stop at once.\n`);
  stop.abort(new Fault("CANCELLED", "Stopped by a person; nothing is half-written."));
};
process.on("SIGINT", onSignal);
process.on("SIGTERM", onSignal);
// A terminal that is closed, or a connection to it that is lost.
process.on("SIGHUP", onSignal);
/** Writes to a stream until its reader has seen enough (`| head`): that is no fault, and no reason to break off a run. */
function writerTo(stream: NodeJS.WriteStream): (text: string) => void {
  let read = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    read = false;
  });
  return (text) => {
    if (read) stream.write(text);
  };
}

const colour = !argv.includes("--no-color");
const io = {
  data: writerTo(process.stdout),
  talk: writerTo(process.stderr),
  colour: colour && wantsColour(process.env, process.stdout.isTTY),
  interactive: process.stderr.isTTY && process.env["TERM"] !== "dumb",
  get columns() {
    return process.stderr.columns;
  },
};
const entrance = {
  version: VERSION,
  // Adapters and configuration are a thousand modules: who asks for help does without.
  open: async () => (await import("./app.ts")).createApp(process.env, io.talk, stop.signal),
};
process.exitCode = await runCli(entrance, io, argv, stop.signal);
process.off("SIGINT", onSignal);
process.off("SIGTERM", onSignal);
process.off("SIGHUP", onSignal);
