// A real Node-RED on loopback, in a folder of its own, with one flow and no editor.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { flow } from "./flow.ts";

const PROGRAM = fileURLToPath(
  new URL("../../../tools/peers/node-red/node_modules/node-red/red.js", import.meta.url),
);
/** It takes three seconds on a machine that has nothing else to do. */
const START_TIMEOUT_MS = 120_000;

export interface NodeRed extends AsyncDisposable {
  readonly url: string;
}

/** Starts it; `env` is what its functions see. Rejects with what it said when it does not come up. */
export async function startNodeRed(env: Readonly<Record<string, string>>): Promise<NodeRed> {
  const dir = await mkdtemp(join(tmpdir(), "rollcall-node-red-"));
  const port = await freePort();
  const settings = `module.exports = {
    uiHost: "127.0.0.1", uiPort: ${port}, httpAdminRoot: false, flowFile: "flows.json", credentialSecret: false,
    functionGlobalContext: { crypto: require("node:crypto") }, telemetry: { enabled: false },
    logging: { console: { level: "info", metrics: false, audit: false } },
  };`;
  await writeFile(join(dir, "settings.js"), settings);
  await writeFile(join(dir, "flows.json"), JSON.stringify(flow));
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [PROGRAM, "-u", dir, "-s", join(dir, "settings.js")], {
    env: { PATH, HOME: dir, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Node-RED did not start: ${said}`)), START_TIMEOUT_MS);
    const hear = (text: string): void => {
      said += text;
      if (!said.includes("Started flows")) return;
      clearTimeout(late);
      resolve();
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.on("close", () => reject(new Error(`Node-RED ended: ${said}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
