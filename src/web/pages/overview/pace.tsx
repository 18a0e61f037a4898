import { Progress, Stack, Text } from "@mantine/core";
import type { Overview } from "../../../api/overview.ts";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { count, counted } from "../../parts/words.ts";

/** How many deletions are allowed today, how many are used, and when it will be more. */
export function Pace({ overview }: { readonly overview: Overview }) {
  const { ramp, budget, underWay, enforce, mode } = overview;
  // Of the whole fleet: whoever sees a part of it is told none of it.
  if (ramp === undefined || budget === undefined || enforce === undefined) return null;
  const day = budget.used + budget.left;
  return (
    <Section
      title="Ramp and budget"
      aside={
        <Text size="xs" c="dimmed" className="num">
          step {ramp.step} of {ramp.steps.length}
        </Text>
      }
    >
      <Stack gap="sm">
        <div>
          <Text size="sm">
            <Text span fz={26} fw={650} className="num">
              {count(budget.left)}
            </Text>{" "}
            of {counted(day, "deletion")} left today (UTC)
          </Text>
          <Progress
            mt={4}
            size={8}
            radius="sm"
            value={day === 0 ? 100 : (100 * budget.used) / day}
            aria-label="Used of today's budget"
          />
        </div>
        <Text size="sm">
          {counted(ramp.cleanDays, "clean day")} of {ramp.advanceAfterCleanDays}
          {ramp.nextPerDay === undefined
            ? ": this is the last step."
            : `; then ${count(ramp.nextPerDay)} a day. A device that comes back starts the count anew.`}
        </Text>
        {mode !== "enforce" && (
          <Text size="sm" c="dimmed">
            The mode is {mode}: nothing is deleted, whatever the ramp allows.
          </Text>
        )}
        {underWay !== undefined && (
          <Text size="sm" fw={600}>
            Deleting now: {underWay.holder}, heard of <Moment at={underWay.renewedAt} as="relative" />
          </Text>
        )}
        {!enforce.allowed && enforce.hindrances.length > 0 && (
          <div>
            <Text size="sm" fw={600}>
              Enforce would not start:
            </Text>
            <ul className="plain-list">
              {enforce.hindrances.map(({ code, detail }) => (
                <Text component="li" size="sm" key={code}>
                  {detail}
                </Text>
              ))}
            </ul>
          </div>
        )}
        <Text size="xs" c="dimmed">
          {enforce.dryRunAt === undefined ? (
            "This policy has had no complete dry run."
          ) : (
            <>
              Last complete dry run of this policy: <Moment at={enforce.dryRunAt} as="relative" />
            </>
          )}
        </Text>
      </Stack>
    </Section>
  );
}
