import type { Route } from "../../api/route.ts";
import { readMe } from "../../api/settings.ts";
import { useRead } from "./queries.ts";
import { whyNot } from "./why-not.ts";

const NOTHING = {};
/** Who is signed in, and what they may. */
export const useMe = () => useRead(readMe, NOTHING);

/** Why whoever is signed in may not call a route, as a sentence; undefined where they may. */
export const useWhyNot = (route: Pick<Route, "needs" | "scope">): string | undefined =>
  whyNot(useMe().data, route);
