// npm run bench -- [--json] [--save] [--only NAME]…: what Rollcall costs, each figure beside a limit or a peer of the same run.
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    save: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    task: { type: "string" },
  },
  allowPositionals: true,
});

// Loaded apart: a process whose memory is measured must not carry the rest of the benchmark.
if (values.task === undefined) {
  const { runBenches } = await import("./benches.ts");
  await runBenches(values);
} else {
  // A parent that died leaves no child behind.
  process.once("disconnect", () => process.exit());
  const { runTask } = await import("./tasks.ts");
  await runTask(values.task, JSON.parse(positionals[0] ?? "null"));
}
