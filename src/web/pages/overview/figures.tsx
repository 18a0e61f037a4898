import { Group, Progress, Text } from "@mantine/core";
import type { Overview } from "../../../api/overview.ts";
import { DISPOSITIONS } from "../../parts/disposition.tsx";
import { Section } from "../../parts/section.tsx";
import { count, counted, share } from "../../parts/words.ts";
import { TextLink } from "../../parts/text-link.tsx";

const HINT = {
  keep: "in use, protected, or not proved gone",
  review: "a doubt that a person answers",
  retire: "every source agrees that they are gone",
  unjudged: "no run has judged them yet",
} as const;

/** The whole fleet by disposition: each figure leads to its devices. */
export function Fleet({ fleet }: { readonly fleet: Overview["fleet"] }) {
  const all = DISPOSITIONS.reduce((sum, word) => sum + fleet[word], 0);
  return (
    <Section
      title="Fleet"
      aside={
        <Text size="sm" c="dimmed" className="num">
          {counted(all, "device")}
        </Text>
      }
    >
      <Progress.Root size={10} radius="sm" mb="sm" aria-hidden>
        {DISPOSITIONS.map((word) => (
          <Progress.Section
            key={word}
            value={all === 0 ? 0 : (100 * fleet[word]) / all}
            color={`var(--console-${word})`}
            withAria={false}
          />
        ))}
      </Progress.Root>
      <div className="figures">
        {DISPOSITIONS.map((word) => (
          <div key={word}>
            <Group gap={6}>
              <span className="swatch" style={{ background: `var(--console-${word})` }} aria-hidden />
              <Text size="sm" fw={600}>
                {word}
              </Text>
              {all > 0 && (
                <Text size="xs" c="dimmed" className="num">
                  {share(fleet[word] / all)}
                </Text>
              )}
            </Group>
            <TextLink
              to="/devices"
              search={{ disposition: word }}
              fz={26}
              fw={650}
              lh={1.25}
              className="num"
              c="var(--mantine-color-text)"
              aria-label={`${counted(fleet[word], "device")}: ${word}`}
            >
              {count(fleet[word])}
            </TextLink>
            <Text size="xs" c="dimmed">
              {HINT[word]}
            </Text>
          </div>
        ))}
      </div>
    </Section>
  );
}
