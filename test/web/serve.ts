// The stand-in for whoever works on the console: `npm run console:stand-in`, and beside it `npm run console`.
import { fileURLToPath } from "node:url";
import { startStandIn } from "./stand-in.ts";

const { url } = await startStandIn(fileURLToPath(new URL("../../dist/web", import.meta.url)), 8787);
process.stdout.write(`the stand-in answers at ${url}\n`);
