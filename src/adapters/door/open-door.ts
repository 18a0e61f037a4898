import { randomBytes, timingSafeEqual } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Fault } from "../../ports/fault.ts";
import type { Asker, CarryOut, Errand } from "../../ports/errand.ts";
import { writeFileAtomically } from "../system/atomic-file.ts";
import { byLine, writeLine } from "./lines.ts";
import { parseLine, type DoorPlate, type Told } from "./messages.ts";
import { platePath } from "./plate.ts";

/** sun_path of unix(7) has 108 bytes on Linux and 104 on macOS. */
const LONGEST_PATH = 100;

export interface DoorOptions {
  /** The store's own, in which only its account can look. */
  readonly directory: string;
  readonly version: string;
  readonly carryOut: CarryOut;
}

export interface Door {
  /** Takes nobody in any longer, and waits for those who are inside: stop them first. */
  close(): Promise<void>;
}

/**
 * Lets other processes of this account have their commands carried out here, through a local socket. Whoever can read the key
 * beside the store could read the store itself. Faults: LISTEN_FAILED, OUTPUT_UNWRITABLE.
 */
export async function openDoor({ directory, version, carryOut }: DoorOptions): Promise<Door> {
  const plate = { socket: await socketPath(directory), key: randomBytes(32).toString("hex"), version };
  const inside = new Set<Promise<void>>();
  const sockets = new Set<Socket>();
  // Who has come in and asked nothing yet: nobody waits for them.
  const silent = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    silent.add(socket);
    socket.once("close", () => {
      sockets.delete(socket);
      silent.delete(socket);
    });
    const asked: CarryOut = async (...errand) => {
      silent.delete(socket);
      return carryOut(...errand);
    };
    const visit = receive(socket, plate, asked).finally(() => inside.delete(visit));
    inside.add(visit);
  });
  await listening(server, plate.socket);
  if (process.platform !== "win32") await chmod(plate.socket, 0o600);
  const told: DoorPlate = { ...plate, pid: process.pid };
  await writeFileAtomically(platePath(directory), `${JSON.stringify(told)}\n`);
  return {
    close: async () => {
      await rm(platePath(directory), { force: true });
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      for (const socket of silent) socket.destroy();
      await Promise.all(inside);
      for (const socket of sockets) socket.destroy();
      await closed;
      if (process.platform !== "win32") await rm(plate.socket, { force: true });
    },
  };
}

async function socketPath(directory: string): Promise<string> {
  if (process.platform === "win32") return String.raw`\\.\pipe\rollcall-${randomBytes(16).toString("hex")}`;
  const path = join(directory, "socket");
  if (Buffer.byteLength(path) > LONGEST_PATH)
    return join(await mkdtemp(join(tmpdir(), "rollcall-")), "socket");
  // The lock on the store is ours: what lies there is of a process that is gone.
  await rm(path, { force: true });
  return path;
}

async function listening(server: Server, path: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(path, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (error) {
    throw new Fault(
      "LISTEN_FAILED",
      `Nothing can listen in ${dirname(path)} for other commands.`,
      { path },
      error,
    );
  }
}

/** One visitor, from the first line to the exit code. Never rejects: carrying out gives an exit code whatever happens. */
async function receive(
  socket: Socket,
  { key, version }: Pick<DoorPlate, "key" | "version">,
  carryOut: CarryOut,
): Promise<void> {
  const stopping = new AbortController();
  const answers: ((answer: string | null | undefined) => void)[] = [];
  const stop = (): void => {
    stopping.abort(new Fault("CANCELLED", "Stopped by a person; nothing is half-written."));
    for (const answered of answers.splice(0)) answered(undefined);
  };
  const { promise: asked, resolve: begin } = Promise.withResolvers<Errand | undefined>();
  socket.on("error", () => {});
  socket.on("close", () => {
    begin(undefined);
    stop();
  });
  byLine(socket, (line) => {
    const said = parseLine(line);
    if (said?.["kind"] === "ask") begin(admitted(said, { key, version }, socket));
    else if (said?.["kind"] === "answer")
      answers.shift()?.(typeof said["answer"] === "string" ? said["answer"] : null);
    else if (said?.["kind"] === "stop") stop();
    else socket.destroy();
  });
  const errand = await asked;
  if (errand === undefined) {
    socket.end();
    return;
  }
  const tell = (told: Told): void => writeLine(socket, told);
  const ask = async (kind: "confirm" | "password", question: string): Promise<string | null> => {
    const answer = await new Promise<string | null | undefined>((resolve) => {
      answers.push(resolve);
      if (stopping.signal.aborted) resolve(undefined);
      else tell({ kind, question });
    });
    stopping.signal.throwIfAborted();
    return answer ?? null;
  };
  const asker: Asker = {
    data: (text) => tell({ kind: "data", text }),
    talk: (text) => tell({ kind: "talk", text }),
    confirm: async (question) => {
      const answer = await ask("confirm", question);
      return answer === "yes" || answer === "no" ? answer : "nobody";
    },
    password: async (question) => (await ask("password", question)) ?? undefined,
  };
  tell({ kind: "taken" });
  tell({ kind: "exit", code: await carryOut(errand, asker, stopping.signal) });
  socket.end();
}

/** The errand of whoever has the key and our version; whoever has not is told so, and no more. */
function admitted(
  said: Readonly<Record<string, unknown>>,
  { key, version }: Pick<DoorPlate, "key" | "version">,
  socket: Socket,
): Errand | undefined {
  const given = Buffer.from(String(said["key"]));
  const right = Buffer.from(key);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  if (said["version"] !== version) {
    writeLine(socket, { kind: "refused", version } satisfies Told);
    return undefined;
  }
  return said["errand"] as Errand;
}
