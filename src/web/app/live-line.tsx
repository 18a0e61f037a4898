import { Group, Loader, Text } from "@mantine/core";
import { useLive } from "./live.ts";
import { TextLink } from "../parts/text-link.tsx";

/** While a run is under way: what it is doing, on every page. */
export function LiveLine() {
  const { run, progress } = useLive();
  if (run === undefined) return null;
  return (
    <Group gap={8} wrap="nowrap" visibleFrom="md" maw={420}>
      <Loader size={14} aria-hidden />
      <Text size="xs" truncate role="status">
        <TextLink to="/runs/$id" params={{ id: run.id }} inherit>
          {run.kind === "apply" ? "Applying a plan" : run.kind === "plan" ? "Planning" : "A run is under way"}
        </TextLink>
        {progress?.run === run.id && `: ${progress.text}`}
      </Text>
    </Group>
  );
}
