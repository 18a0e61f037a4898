import { Alert, Text } from "@mantine/core";
import type { Overview } from "../../../api/overview.ts";
import { FactsList } from "../../parts/facts-list.tsx";
import { IconAlertTriangle, IconHandStop } from "../../parts/icons.ts";
import { Moment } from "../../parts/moment.tsx";
import { wordsOf } from "../../parts/words.ts";

/** What stops deletions right now: the brake, and every breaker that has tripped. */
export function Alarms({ brake, breakers }: Pick<Overview, "brake" | "breakers">) {
  return (
    <>
      {brake !== undefined && (
        <Alert color="red" icon={<IconHandStop aria-hidden />} title="The brake is on: nothing is deleted">
          <Text size="sm">
            Pulled by <b>{brake.pulledBy}</b> <Moment at={brake.pulledAt} as="relative" />: “{brake.reason}”
          </Text>
        </Alert>
      )}
      {breakers.map((breaker) => (
        <Alert
          key={`${breaker.code} ${breaker.tenant ?? ""} ${breaker.directory ?? ""}`}
          color="orange"
          icon={<IconAlertTriangle aria-hidden />}
          title={`${wordsOf(breaker.code)}: ${breaker.tenantName ?? breaker.directory ?? "the whole run"} is stopped`}
        >
          <FactsList facts={breaker.figures} />
          {breaker.groups !== undefined && <FactsList facts={{ groups: breaker.groups }} />}
          <Text size="sm" mt={4}>
            {breaker.remedy}
          </Text>
        </Alert>
      ))}
    </>
  );
}
