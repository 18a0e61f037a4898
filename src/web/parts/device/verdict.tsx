import { Group, Text } from "@mantine/core";
import type * as z from "zod";
import type { AssessmentView } from "../../../api/devices.ts";
import { Disposition } from "../disposition.tsx";
import { Moment } from "../moment.tsx";
import { counted } from "../words.ts";

const MATCH = {
  exact: "One computer has its name, and the domain agrees.",
  likely: "One computer has its name; nothing is known of the domain.",
  ambiguous: "More than one computer has its name.",
  conflicting: "The domain evidence contradicts every computer of its name.",
  none: "No computer has its name.",
} as const;

/** What was decided, in a line, and on what it stands. */
export function Verdict({ assessment }: { readonly assessment: z.output<typeof AssessmentView> }) {
  const { disposition, daysInactive, match, reviewAt } = assessment;
  return (
    <div>
      <Group gap="xs">
        <Disposition of={disposition} />
        <Text size="sm" fw={600}>
          {daysInactive === undefined
            ? "Not known when it was last seen"
            : daysInactive === 0
              ? "Seen today"
              : `Silent for ${counted(daysInactive, "day")}`}
        </Text>
      </Group>
      <Text size="sm" c="dimmed" mt={4}>
        {MATCH[match]}
        {reviewAt !== undefined && (
          <>
            {" "}
            By its dates alone it is judged again <Moment at={reviewAt} as="relative" />.
          </>
        )}
      </Text>
    </div>
  );
}
