import { cpus, loadavg, totalmem } from "node:os";

/** What the figures were measured on: without it they mean nothing. */
export interface Machine {
  readonly cores: number;
  readonly cpu: string;
  readonly memoryGb: number;
  readonly platform: string;
  readonly node: string;
  /** Processes that wanted a core over the last minute, before the first benchmark: above `cores`, seconds are noise. */
  readonly load: number;
  readonly at: string;
}

export function describeMachine(): Machine {
  const all = cpus();
  return {
    cores: all.length,
    cpu: all[0]?.model ?? "unknown",
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
    at: new Date().toISOString().slice(0, 19).concat("Z"),
  };
}

export const machineText = (machine: Machine): string =>
  `${machine.at}, ${machine.platform}, ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, ` +
  `Node ${machine.node}, load ${machine.load}`;
