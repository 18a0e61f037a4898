import type { Socket } from "node:net";

/** A command line and its answers are small; who sends more without an end of line is no Rollcall. */
const LONGEST = 1024 * 1024;

/** Hands on what comes by whole lines. A line that has no end breaks the connection. */
export function byLine(socket: Socket, hear: (line: string) => void): void {
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) hear(line);
    if (rest.length > LONGEST) socket.destroy();
  });
}

/** Writes one object as a line, unless nobody is there any longer. */
export function writeLine(socket: Socket, said: unknown): void {
  if (socket.writable) socket.write(`${JSON.stringify(said)}\n`);
}
