import { Badge, Text } from "@mantine/core";
import type { Overview } from "../../../api/overview.ts";
import { addressOf } from "../../parts/device/device-address.ts";
import { Empty } from "../../parts/empty.tsx";
import { Section } from "../../parts/section.tsx";
import { lasting } from "../../parts/time.ts";
import { counted, share } from "../../parts/words.ts";
import { TextLink } from "../../parts/text-link.tsx";

/** Fewer days than this, and the clock is shown as running out: a week, since one looks here twice a week. */
const SOON_DAYS = 7;

/** Deletions whose undo clock runs out first, and how many devices came back. */
export function Undo({ undo, returns }: Pick<Overview, "undo" | "returns">) {
  return (
    <Section
      title="Undo clocks"
      about="Deletions that Central can still restore, the first to run out first"
      aside={
        <TextLink to="/deletions" size="sm">
          All deletions
        </TextLink>
      }
    >
      {undo.length === 0 ? (
        <Empty title="No clock runs">Nothing was deleted that could still be restored.</Empty>
      ) : (
        <ul className="bare-list clock-list">
          {undo.map((one) => (
            <li key={addressOf(one)}>
              <TextLink to="/deletions" search={{ open: addressOf(one) }} size="sm" truncate>
                {one.hostname}
              </TextLink>
              <Text span size="xs" c="dimmed" truncate>
                {one.tenantName}
              </Text>
              <Badge color={one.daysLeft < SOON_DAYS ? "orange" : "gray"} className="num">
                {counted(one.daysLeft, "day")} left
              </Badge>
            </li>
          ))}
        </ul>
      )}
      {returns !== undefined && <Returned returns={returns} />}
    </Section>
  );
}

/** How many came back; of the whole fleet, for those who see it. */
function Returned({ returns }: { readonly returns: NonNullable<Overview["returns"]> }) {
  return (
    <Text size="sm" mt="sm">
      {returns.returns === 0 ? (
        <>No device came back, of {counted(returns.deletions, "deletion")}.</>
      ) : (
        <>
          <TextLink to="/deletions" search={{ show: "returned" }} inherit fw={600}>
            {counted(returns.returns, "device")} came back
          </TextLink>
          , of {counted(returns.deletions, "deletion")}
          {returns.rate !== undefined && ` (${share(returns.rate)})`}
          {returns.medianRestoreMs !== undefined &&
            `; half of them within ${lasting(returns.medianRestoreMs)}`}
          .
        </>
      )}
    </Text>
  );
}
