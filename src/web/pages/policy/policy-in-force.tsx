import { Badge, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type * as z from "zod";
import type { PolicyView } from "../../../api/policy.ts";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { count, counted, share, wordsOf } from "../../parts/words.ts";

/** What the configuration says. */
export function PolicyInForce({ policy }: { readonly policy: z.output<typeof PolicyView> }) {
  const { inactive, graceDays, accept, acceptable, protect, vipPeople, stable, limits, review } = policy;
  return (
    <Section
      title="In force"
      about={
        <>
          <span className="mono" title={policy.hash}>
            {policy.hash.slice(0, 12)}
          </span>
          {policy.dryRunAt === undefined ? (
            ", without a complete dry run yet: enforce does not start"
          ) : (
            <>
              , last complete dry run <Moment at={policy.dryRunAt} as="relative" />
            </>
          )}
        </>
      }
    >
      <Stack gap="md">
        <dl className="settings-list">
          <Line name="Silent from">
            {counted(inactive.computerDays, "day")} for computers, {inactive.serverDays} for servers
          </Line>
          <Line name="Retired for at least">{counted(graceDays, "day")}</Line>
          <Line name="A candidate for">
            {counted(stable.runs, "run")} and {stable.forHours} h in a row
          </Line>
          <Line name="Deletions">
            at most {count(limits.perRun)} a run, {count(limits.perTenantPerDay)} a tenant and day, and{" "}
            {share(limits.maxShareOfTenant)} of a tenant
          </Line>
          <Line name="Ramp">
            {limits.rampSteps.map(count).join(" → ")} a day, a step after{" "}
            {counted(limits.advanceAfterCleanDays, "clean day")}
          </Line>
          <Line name="Breakers">
            a source that shrank by {share(limits.maxShrink)}, fewer than {count(limits.minSeenLastDay)} seen
            in a day, {counted(limits.maxFailures, "failure")} in a row
          </Line>
          <Line name="An answer within">{counted(review.answerWithinDays, "day")}, or it is a no</Line>
          <Line name="Two people for">{review.twoPeople.map(wordsOf).join(", ") || "nothing"}</Line>
          <Line name="VIPs">{counted(vipPeople, "person", "people")}</Line>
        </dl>
        <div>
          <Text size="sm" fw={600} mb={4}>
            Doubts that may be accepted
          </Text>
          <Group gap={6}>
            {acceptable.map((code) => (
              <Badge key={code} color={accept.includes(code) ? "orange" : "gray"} title={code}>
                {wordsOf(code)}: {accept.includes(code) ? "accepted" : "asks a person"}
              </Badge>
            ))}
          </Group>
        </div>
        <div>
          <Text size="sm" fw={600} mb={4}>
            Protected
          </Text>
          {protect.length === 0 && (
            <Text size="sm" c="dimmed">
              No rule protects a device.
            </Text>
          )}
          <Stack component="ul" gap={8} className="bare-list">
            {protect.map(({ rule, reason, met, mayMeet }) => (
              <li key={rule}>
                <Text size="sm">
                  <b>{rule}</b>
                  {met !== undefined && `: ${counted(met, "device")}`}
                  {mayMeet !== undefined && mayMeet > 0 && `, and ${count(mayMeet)} of which it is not known`}
                </Text>
                <Text size="xs" c="dimmed">
                  {reason}
                </Text>
              </li>
            ))}
          </Stack>
        </div>
      </Stack>
    </Section>
  );
}

const Line = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
