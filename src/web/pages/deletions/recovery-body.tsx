import { Alert, Anchor, Group, List, Stack, Text } from "@mantine/core";
import type * as z from "zod";
import type { Recovery } from "../../../api/deletions.ts";
import { addressOf } from "../../parts/device/device-address.ts";
import { Part } from "../../parts/device/part.tsx";
import { Known } from "../../parts/known.tsx";
import { Moment } from "../../parts/moment.tsx";
import { Outcome } from "../../parts/outcome.tsx";
import { TextLink } from "../../parts/text-link.tsx";
import { counted, wordsOf } from "../../parts/words.ts";
import { UndoClock } from "./deletion-columns.tsx";
import { Password } from "./password.tsx";
import { Returned } from "./returned.tsx";

type Way = z.output<typeof Recovery>;

/** What to do now first, then what is kept for it, then why it came to this. */
export function RecoveryBody({ recovery }: { readonly recovery: Way }) {
  const { deletion, ways, planned, dossier, passwordListedUntil, others, returned } = recovery;
  return (
    <Stack gap="lg">
      <Stack gap={6}>
        <Group gap="sm">
          <Outcome of={deletion.outcome} />
          <UndoClock of={deletion} />
          <Text size="sm">
            sent <Moment at={deletion.intendedAt} />
            {deletion.settledAt !== undefined && (
              <>
                , settled <Moment at={deletion.settledAt} />
              </>
            )}
          </Text>
        </Group>
        {deletion.outcome === "unconfirmed" && (
          <Alert color="orange" title="It is not known whether it took effect">
            The next run reads it back and settles it. It is never sent again.
          </Alert>
        )}
        {deletion.daysLeft > 0 && deletion.outcome !== "failed" && (
          <Text size="sm">
            Central can restore it until <Moment at={deletion.restorableUntil} />.
          </Text>
        )}
      </Stack>
      {returned !== undefined && (
        <Alert color="red" title="It came back">
          <Text size="sm">
            <Moment at={returned.returnedAt} />, noticed <Moment at={returned.noticedAt} as="relative" />, by{" "}
            {returned.signs.map(wordsOf).join(", ").toLowerCase()}.{" "}
            {returned.lesson === undefined
              ? "Nobody has said yet what is to be learned from it."
              : `“${returned.lesson}”`}
          </Text>
        </Alert>
      )}
      <Part title="The way back">
        <Stack gap="md">
          {ways.map(({ code, when, steps }) => (
            <div key={code}>
              <Text size="sm" fw={600}>
                {when}
              </Text>
              <List type="ordered" size="sm" spacing={4} mt={4}>
                {steps.map((step) => (
                  <List.Item key={step}>{step}</List.Item>
                ))}
              </List>
            </div>
          ))}
        </Stack>
      </Part>
      <Part title="What is kept for it">
        <Stack gap="xs">
          <Dossier dossier={dossier} />
          <Password recovery={recovery} />
          {passwordListedUntil.map(({ days, untilAt, open }) => (
            <Text size="sm" key={days} {...(!open && { c: "dimmed" })}>
              Central&apos;s own list of {days} days{" "}
              {open ? "shows its password until " : "showed its password until "}
              <Moment at={untilAt} as="day" />
            </Text>
          ))}
        </Stack>
      </Part>
      {planned !== undefined && (
        <Part title="Why it was deleted">
          <Text size="sm">
            Last seen <Moment at={planned.lastSeenAt} />, silent for {counted(planned.daysInactive, "day")}.
            Doubts accepted by policy: {planned.accepted.map(wordsOf).join(", ") || "none"}; approved by
            people: {planned.approved.map(wordsOf).join(", ") || "none"}. It stood in{" "}
            <TextLink to="/plans/$id" params={{ id: deletion.plan }} inherit>
              {deletion.plan}
            </TextLink>
            .
          </Text>
        </Part>
      )}
      {others.length > 0 && (
        <Part title="The same name, deleted too">
          <Stack component="ul" gap={4} className="bare-list">
            {others.map((other) => (
              <Text component="li" size="sm" key={addressOf(other)}>
                <TextLink to="/deletions" search={{ open: addressOf(other) }} inherit>
                  {other.endpoint}
                </TextLink>{" "}
                ({other.tenantName})
              </Text>
            ))}
          </Stack>
        </Part>
      )}
      {returned === undefined && deletion.outcome !== "failed" && <Returned deletion={deletion} />}
      <Text size="xs" c="dimmed" className="mono">
        {deletion.endpoint}
      </Text>
    </Stack>
  );
}

function Dossier({ dossier }: Pick<Way, "dossier">) {
  if (dossier.kind === "none") {
    return (
      <Text size="sm">
        No dossier: it was discarded by its age, or the vault was off when it was deleted.
      </Text>
    );
  }
  if (dossier.kind === "shut") {
    return (
      <Text size="sm">
        A dossier of <Moment at={dossier.savedAt} /> that does not open: {dossier.why}
      </Text>
    );
  }
  return (
    <Text size="sm">
      A dossier of <Moment at={dossier.savedAt} />.{" "}
      {dossier.passwordKept
        ? "The tamper-protection password is in it."
        : "Central had no tamper-protection password of it."}{" "}
      Installer:{" "}
      <Known value={dossier.installerUrl}>
        {(url) => (
          <Anchor href={url} rel="noreferrer" target="_blank" inherit underline="always">
            of its tenant
          </Anchor>
        )}
      </Known>
    </Text>
  );
}
