import { Badge, Tooltip } from "@mantine/core";
import type * as z from "zod";
import type { Mode } from "../../api/value.ts";

const SAID = {
  observe: ["gray", "Reports only: nothing is written to Sophos Central, and no ticket."],
  "dry-run": ["harbor", "The whole flow, and no write to Sophos Central."],
  enforce: ["orange", "Deletes devices in Sophos Central, within ramp, caps and breakers."],
} as const;

/** What Rollcall may do here. */
export function ModeBadge({ mode }: { readonly mode: z.output<typeof Mode> }) {
  const [color, text] = SAID[mode];
  return (
    <Tooltip label={text} withinPortal={false}>
      <Badge color={color} size="lg" aria-label={`Mode: ${mode}. ${text}`} role="note" tabIndex={0}>
        {mode}
      </Badge>
    </Tooltip>
  );
}
