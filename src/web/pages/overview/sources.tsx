import { Badge, Text } from "@mantine/core";
import type { Overview } from "../../../api/overview.ts";
import { Moment } from "../../parts/moment.tsx";
import { Section } from "../../parts/section.tsx";
import { wordsOf } from "../../parts/words.ts";
import { TextLink } from "../../parts/text-link.tsx";

/** Which sources may decide now, which are too old, and which tenants are not covered, with why. */
export function Sources({ sources, notCovered }: Pick<Overview, "sources" | "notCovered">) {
  const fine = sources.deciding === sources.of && notCovered.length === 0;
  return (
    <Section
      title="Sources"
      aside={
        <TextLink to="/settings" search={{ tab: "sources" }} size="sm">
          All sources
        </TextLink>
      }
    >
      <Text size="sm">
        <Text span fz={26} fw={650} className="num">
          {sources.deciding}
        </Text>{" "}
        of {sources.of} tenants and directories are read completely and may decide
      </Text>
      {fine && (
        <Text size="sm" c="dimmed">
          Every tenant is covered.
        </Text>
      )}
      {sources.stale.map((source) => (
        <Text size="sm" key={`${source.kind} ${source.id}`} mt={6}>
          <Badge size="sm" color="orange" mr={6}>
            {source.coverage ?? "never read"}
          </Badge>
          <b>{source.name}</b> ({source.kind}):{" "}
          {source.completeAt === undefined ? (
            "never complete"
          ) : (
            <>
              last complete <Moment at={source.completeAt} as="relative" />
            </>
          )}
        </Text>
      ))}
      {notCovered.map(({ tenant, name, code, detail }) => (
        <Text size="sm" key={tenant} mt={6}>
          <Badge size="sm" color="red" mr={6} title={code}>
            not covered
          </Badge>
          <b>{name}</b>: {wordsOf(code)}. {detail}
        </Text>
      ))}
    </Section>
  );
}
