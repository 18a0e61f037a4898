import type { DirectorySource } from "../ports/directory-source.ts";
import type { EndpointSource } from "../ports/endpoint-source.ts";
import { Fault } from "../ports/fault.ts";
import { collect, type CollectParts, type CollectResult } from "./collect.ts";
import { requestsSince } from "./requests-since.ts";

/** What was read, and the fault of Central as a whole when there was one: it hides nothing of the directories. */
export interface Collected extends CollectResult {
  readonly centralFault: Fault | undefined;
}

/** Reads the directories, then Central, whose trouble as a whole is part of the result. Thrown: STORE_*, CANCELLED. */
export async function collectAll(
  parts: Omit<CollectParts, "central" | "directories">,
  sources: {
    /** undefined leaves it out. */
    readonly central: EndpointSource | undefined;
    readonly directories: readonly DirectorySource[];
  },
  signal: AbortSignal,
): Promise<Collected> {
  const { central, directories } = sources;
  const read = await collect({ ...parts, central: undefined, directories }, signal);
  if (central === undefined) return { ...read, centralFault: undefined };
  const requestsBefore = central.requests();
  try {
    const inventory = await collect({ ...parts, central, directories: [] }, signal);
    return { ...inventory, directories: read.directories, centralFault: undefined };
  } catch (error) {
    if (!(error instanceof Fault) || !isOfCentral(error)) throw error;
    const requests = requestsSince(requestsBefore, central.requests());
    return { ...read, requests, centralFault: error };
  }
}

const isOfCentral = ({ code }: Fault): boolean => code.startsWith("CENTRAL_") || code === "CLOCK_SKEW";

/** Whether Central was asked and not one of its tenants is covered: then it was not read at all. */
export const nothingCovered = ({ listing, tenants }: Pick<Collected, "listing" | "tenants">): boolean =>
  listing !== undefined && tenants.every((one) => one.notCovered !== undefined);

/** Whether every source that is covered was read whole, and Central at least in part. */
export const everySourceComplete = ({ listing, tenants, directories, centralFault }: Collected): boolean =>
  centralFault === undefined &&
  !nothingCovered({ listing, tenants }) &&
  [...tenants.filter((one) => one.notCovered === undefined), ...directories].every(
    (one) => one.coverage.kind === "complete",
  );
