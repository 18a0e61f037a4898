import { Fragment } from "react";
import { readSchedule } from "../../../api/runs.ts";
import { useRead } from "../../app/queries.ts";
import { Moment } from "../../parts/moment.tsx";

const NOTHING = {};

/** What runs by itself, and when next. */
export function ScheduleLine() {
  const { data, error } = useRead(readSchedule, NOTHING);
  if (error !== null) return "What runs by itself could not be read.";
  if (data === undefined) return "What runs by itself is being read…";
  if (data.entries.length === 0) return "Nothing runs by itself.";
  return data.entries.map(({ name, cron, zone, nextAt }, index) => (
    <Fragment key={name}>
      {index > 0 && " · "}
      {name} ({cron}, {zone}){nextAt === undefined ? " never runs again" : " runs next "}
      {nextAt !== undefined && <Moment at={nextAt} as="relative" />}
    </Fragment>
  ));
}
