import { Badge, Loader } from "@mantine/core";
import type { RunView } from "../../../api/runs.ts";

const COLOR: Readonly<Record<RunView["state"], string>> = {
  running: "harbor",
  done: "teal",
  refused: "yellow",
  failed: "red",
  stopped: "gray",
  lost: "red",
};

/** How a run stands or ended. */
export function RunState({ of }: { readonly of: RunView["state"] }) {
  return (
    <Badge
      color={COLOR[of]}
      leftSection={of === "running" ? <Loader size={10} color="currentColor" aria-hidden /> : undefined}
    >
      {of}
    </Badge>
  );
}

/** The kinds of a run in words. */
export const KIND: Readonly<Record<RunView["kind"], string>> = {
  run: "whole run",
  plan: "plan only",
  apply: "plan applied",
};
