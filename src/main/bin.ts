#!/usr/bin/env node
// The binary: refuses a Node that cannot run it, wires stdin's world to the command line, and sets the exit code.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `rollcall needs Node 22.18 or newer and this is ${process.versions.node}: install Node 24 LTS, or start it by npm, which brings one.\n`,
  );
  process.exit(2);
}

const { createApp } = await import("./app.ts");
const { runCli } = await import("../cli/main.ts");
const { wantsColour } = await import("../cli/io.ts");
const { Fault } = await import("../ports/fault.ts");

const argv = process.argv.slice(2);
const stop = new AbortController();
const onSignal = (): void => {
  // A second one is a person who does not want to wait: what was begun is settled by reading at the next start.
  if (stop.signal.aborted) process.exit(1);
  process.stderr.write("Stopping; once more to stop at once.\n");
  stop.abort(new Fault("CANCELLED", "Stopped by a person; nothing is half-written."));
};
process.on("SIGINT", onSignal);
process.on("SIGTERM", onSignal);
// A reader that has seen enough (`| head`) is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const colour = !argv.includes("--no-color");
const io = {
  data: (text: string) => void process.stdout.write(text),
  talk: (text: string) => void process.stderr.write(text),
  colour: colour && wantsColour(process.env, process.stdout.isTTY),
  interactive: process.stderr.isTTY && process.env["TERM"] !== "dumb",
};
process.exitCode = await runCli(createApp(process.env, io.talk), io, argv, stop.signal);
process.off("SIGINT", onSignal);
process.off("SIGTERM", onSignal);
