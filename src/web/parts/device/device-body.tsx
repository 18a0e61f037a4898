import { Alert, Stack, Text } from "@mantine/core";
import type { DeviceDetail } from "../../../api/devices.ts";
import { Known } from "../known.tsx";
import { Moment } from "../moment.tsx";
import { counted, wordsOf } from "../words.ts";
import { Holds } from "./holds.tsx";
import { Part } from "./part.tsx";
import { Findings, Reasons } from "./reasons.tsx";
import { Records } from "./records.tsx";
import { Verdict } from "./verdict.tsx";
import { TextLink } from "../text-link.tsx";

interface Props {
  readonly device: DeviceDetail;
  /** Inside of its own case the way to it is left out, and a hold is one of the answers. */
  readonly withCase: boolean;
}

/** Everything known about one endpoint, and why it is kept, in review or to be retired. */
export function DeviceBody({ device, withCase }: Props) {
  const { assessment, quarantine, siblings, history, goneAt } = device;
  return (
    <Stack gap="lg">
      {goneAt !== undefined && (
        <Alert color="gray" title="Central no longer lists it">
          Since <Moment at={goneAt} />. There is no record to compare, and nothing to judge.
        </Alert>
      )}
      {assessment !== undefined && (
        <Part title="Why">
          <Stack gap="sm">
            <Verdict assessment={assessment} />
            <Reasons reasons={assessment.reasons} />
          </Stack>
        </Part>
      )}
      {assessment === undefined && goneAt === undefined && (
        <Alert color="gray" title="Not judged yet">
          The next complete run judges it. Until then nothing happens to it.
        </Alert>
      )}
      {assessment !== undefined && assessment.findings.length > 0 && (
        <Part title="Findings">
          <Findings findings={assessment.findings} />
        </Part>
      )}
      <Part title="What the sources say">
        <Records device={device} />
      </Part>
      {withCase && device.case !== undefined && (
        <Part title="Case">
          <Text size="sm">
            <TextLink to="/review" search={{ case: device.case.number }} inherit>
              Case {device.case.number}
            </TextLink>{" "}
            is {device.case.state}, asked <Moment at={device.case.askedAt} as="relative" />.
          </Text>
        </Part>
      )}
      {withCase && (
        <Part title="Hold">
          <Holds device={device} />
        </Part>
      )}
      {quarantine !== undefined && (
        <Part title="Quarantine">
          <Text size="sm">
            {counted(quarantine.failures, "failed attempt")}, the last{" "}
            <Moment at={quarantine.at} as="relative" /> ({wordsOf(quarantine.failure)}). It is left alone{" "}
            {quarantine.untilAt === undefined ? "until a person releases it" : "until "}
            {quarantine.untilAt !== undefined && <Moment at={quarantine.untilAt} />}.
          </Text>
        </Part>
      )}
      {siblings.length > 0 && (
        <Part title="The same name or serial number">
          <Stack component="ul" gap={4} className="bare-list">
            {siblings.map(({ endpoint, hostname, lastSeenAt }) => (
              <Text component="li" size="sm" key={endpoint}>
                <TextLink to="/devices" search={{ open: `${device.tenant}/${endpoint}` }} inherit>
                  <Known value={hostname} />
                </TextLink>
                , last seen <Known value={lastSeenAt}>{(at) => <Moment at={at} as="relative" />}</Known>
              </Text>
            ))}
          </Stack>
        </Part>
      )}
      <Part title="What was done">
        <Stack component="ul" gap={4} className="bare-list">
          {history.map(({ outcome, at }) => (
            <Text component="li" size="sm" key={`${at} ${outcome}`}>
              <Moment at={at} />: {wordsOf(outcome)}
            </Text>
          ))}
          <Text component="li" size="sm" c="dimmed">
            First seen <Moment at={device.firstSeenAt} />
            {device.candidateSince !== undefined && (
              <>
                , a candidate since <Moment at={device.candidateSince} />
              </>
            )}
          </Text>
          <Text component="li" size="xs" c="dimmed" className="mono">
            {device.endpoint}
          </Text>
        </Stack>
      </Part>
    </Stack>
  );
}
