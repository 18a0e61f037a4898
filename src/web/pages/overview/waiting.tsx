import { Text } from "@mantine/core";
import type { Overview } from "../../../api/overview.ts";
import { Empty } from "../../parts/empty.tsx";
import { Section } from "../../parts/section.tsx";
import { TextLink } from "../../parts/text-link.tsx";
import { count } from "../../parts/words.ts";

interface Entry {
  readonly of: keyof Overview["waiting"];
  readonly one: string;
  readonly many: string;
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}

/** What is pressing comes first. */
const ENTRIES: readonly Entry[] = [
  {
    of: "openIntents",
    one: "deletion whose outcome is not settled",
    many: "deletions whose outcome is not settled",
    to: "/deletions",
    search: { outcome: "unconfirmed" },
  },
  {
    of: "soon",
    one: "case whose time is up within three days",
    many: "cases whose time is up within three days",
    to: "/review",
    search: { state: "open" },
  },
  {
    of: "open",
    one: "case waits for an answer",
    many: "cases wait for an answer",
    to: "/review",
    search: { state: "open" },
  },
  {
    of: "holdsExpired",
    one: "hold has ended: ask its owner",
    many: "holds have ended: ask their owners",
    to: "/settings",
    search: { tab: "holds" },
  },
  {
    of: "quarantined",
    one: "device whose deletion failed too often",
    many: "devices whose deletion failed too often",
    to: "/review",
    search: { state: "open" },
  },
  {
    of: "parkedSinks",
    one: "sink is parked and gets nothing",
    many: "sinks are parked and get nothing",
    to: "/settings",
    search: { tab: "outbox" },
  },
  {
    of: "expired",
    one: "case ended without an answer, which is a no",
    many: "cases ended without an answer, which is a no",
    to: "/review",
    search: { state: "expired" },
  },
  {
    of: "approved",
    one: "approved device waits for its turn",
    many: "approved devices wait for their turn",
    to: "/review",
    search: { state: "approved" },
  },
  {
    of: "queued",
    one: "device in review without a case yet",
    many: "devices in review without a case yet",
    to: "/devices",
    search: { disposition: "review" },
  },
];

/** What waits for a person, with the way to it. */
export function Waiting({ waiting }: { readonly waiting: Overview["waiting"] }) {
  const there = ENTRIES.filter(({ of }) => (waiting[of] ?? 0) > 0);
  return (
    <Section title="Waits for a person">
      {there.length === 0 ? (
        <Empty title="Nothing waits">No case is open and nothing is stuck.</Empty>
      ) : (
        <ul className="bare-list count-list">
          {there.map(({ of, one, many, to, search }) => (
            <li key={of}>
              <Text span fw={650} className="num" ta="right">
                {count(waiting[of] ?? 0)}
              </Text>
              <TextLink to={to} {...(search !== undefined && { search: search as never })} size="sm">
                {waiting[of] === 1 ? one : many}
              </TextLink>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
