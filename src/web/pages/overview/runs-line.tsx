import { Fragment } from "react";
import type { Overview } from "../../../api/overview.ts";
import { Moment } from "../../parts/moment.tsx";
import { TextLink } from "../../parts/text-link.tsx";

/** When it was last run, and when it will be. */
export function RunsLine({ lastRuns, nextRunAt }: Pick<Overview, "lastRuns" | "nextRunAt">) {
  return (
    <>
      {lastRuns.length === 0
        ? "No complete run yet"
        : lastRuns.map(({ mode, completedAt }, index) => (
            <Fragment key={mode}>
              {index === 0 ? "Last complete run: " : " · "}
              {mode} <Moment at={completedAt} as="relative" />
            </Fragment>
          ))}
      {" · "}
      {nextRunAt === undefined ? (
        "nothing is scheduled"
      ) : (
        <>
          next <Moment at={nextRunAt} as="relative" />
        </>
      )}
      {" · "}
      <TextLink to="/plans" search={{ tab: "runs" }} inherit>
        all runs
      </TextLink>
    </>
  );
}
