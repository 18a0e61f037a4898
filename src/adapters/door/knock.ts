import { createConnection, type Socket } from "node:net";
import { Fault } from "../../ports/fault.ts";
import type { Asker, Errand } from "../../ports/errand.ts";
import { byLine, writeLine } from "./lines.ts";
import { parseLine, type DoorPlate, type Said } from "./messages.ts";
import { readPlate } from "./plate.ts";

/** A process that does not take an errand within this time hangs, or is none of ours. A big statement may hold it up for seconds. */
const TAKEN_WITHIN_MS = 30_000;

/**
 * Has a command line carried out by the process that has the store in this directory.
 * @returns its exit code; undefined when no such process answers
 * Faults: STORE_LOCKED when it is of another version, STORE_UNAVAILABLE when it ends before the command does.
 */
export async function knock(
  directory: string,
  { errand, version, asker }: { readonly errand: Errand; readonly version: string; readonly asker: Asker },
  signal: AbortSignal,
): Promise<number | undefined> {
  const plate = await readPlate(directory);
  if (plate === undefined) return undefined;
  const socket = await connected(plate.socket);
  if (socket === undefined) return undefined;
  const stop = (): void => writeLine(socket, { kind: "stop" } satisfies Said);
  try {
    signal.addEventListener("abort", stop);
    return await carriedOut(socket, plate, { kind: "ask", version, key: plate.key, errand }, asker);
  } finally {
    signal.removeEventListener("abort", stop);
    socket.destroy();
  }
}

/** undefined: nobody listens there. */
async function connected(path: string): Promise<Socket | undefined> {
  const socket = createConnection(path);
  return new Promise((resolve) => {
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(undefined));
  });
}

async function carriedOut(
  socket: Socket,
  plate: DoorPlate,
  ask: Said,
  asker: Asker,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    let taken = false;
    const patience = setTimeout(() => resolve(undefined), TAKEN_WITHIN_MS);
    // Once it is taken, it may do its work: only the end of the connection says that nobody does.
    const gone = (): void => {
      clearTimeout(patience);
      if (!taken) resolve(undefined);
      else
        reject(
          new Fault("STORE_UNAVAILABLE", "The Rollcall that has the store ended before this command did."),
        );
    };
    socket.on("error", gone);
    socket.on("close", gone);
    const answered = async (answer: Promise<string | undefined>): Promise<void> =>
      answer.then(
        (text) => writeLine(socket, { kind: "answer", answer: text ?? null } satisfies Said),
        reject,
      );
    byLine(socket, (line) => {
      const told = parseLine(line) ?? {};
      const said = told["text"] ?? told["question"];
      const text = typeof said === "string" ? said : "";
      switch (told["kind"]) {
        case "taken":
          taken = true;
          return clearTimeout(patience);
        case "refused":
          clearTimeout(patience);
          return reject(otherVersion(plate, String(told["version"]), ask));
        case "data":
          return asker.data(text);
        case "talk":
          return asker.talk(text);
        case "confirm":
          return void answered(asker.confirm(text));
        case "password":
          return void answered(asker.password(text));
        case "exit":
          return resolve(Number(told["code"]));
        default:
          return;
      }
    });
    writeLine(socket, ask);
  });
}

const otherVersion = ({ pid }: DoorPlate, theirs: string, ask: Said): Fault =>
  new Fault(
    "STORE_LOCKED",
    `The store is served by process ${pid}, a Rollcall ${theirs}; this is ${ask.kind === "ask" ? ask.version : ""}: use the same, or start the server anew.`,
    { pid, version: theirs },
  );
