import { isKnown, type Maybe } from "../../core/model/unknown.ts";
import { instant, type Instant } from "../../core/model/instant.ts";
import { Fault } from "../../ports/fault.ts";
import { CLOCK_TOLERANCE, generalizedTimeOf, guidOf, usnOf } from "./decode.ts";
import { bytesOf, textOf } from "./entry.ts";
import { anything } from "./filter.ts";
import { readEntry, type Searcher } from "./search.ts";

/** Who the domain controller is and where its domain lies. */
export interface RootDse {
  readonly domainDn: string;
  readonly configurationDn: string;
  /** DN of the domain controller's NTDS settings: its identity among its peers. */
  readonly dsServiceName: string;
  /** Changes when its database was restored; update sequence numbers then start a new count. */
  readonly invocationId: Maybe<string>;
  readonly highestCommittedUsn: Maybe<bigint>;
  /** The server's own clock. */
  readonly currentTime: Maybe<Instant>;
}

/** No clock of a domain controller is ahead of this: its own time is compared, not judged. */
const NO_LIMIT = instant(8.64e15);

/** Reads the root DSE and the domain controller's invocation id. Faults: DIRECTORY_SHAPE when it is no Active Directory. */
export async function readRootDse(searcher: Searcher): Promise<RootDse> {
  const attributes = [
    "defaultNamingContext",
    "configurationNamingContext",
    "dsServiceName",
    "highestCommittedUSN",
    "currentTime",
  ];
  const root = await readEntry(searcher, { base: "", filter: anything, attributes });
  const need = (attribute: string): string => {
    const value = root === undefined ? undefined : textOf(root, attribute);
    if (value !== undefined && isKnown(value)) return value;
    throw new Fault(
      "DIRECTORY_SHAPE",
      `${searcher.label} is no Active Directory: its root DSE lacks ${attribute}.`,
    );
  };
  const dsServiceName = need("dsServiceName");
  const settings = await readEntry(searcher, {
    base: dsServiceName,
    filter: anything,
    attributes: ["invocationId"],
  });
  return {
    domainDn: need("defaultNamingContext"),
    configurationDn: need("configurationNamingContext"),
    dsServiceName,
    invocationId: guidOf(settings === undefined ? undefined : bytesOf(settings, "invocationId")),
    highestCommittedUsn: usnOf(need("highestCommittedUSN")),
    currentTime: generalizedTimeOf(need("currentTime"), NO_LIMIT),
  };
}

/** Whether our clock and the server's differ by no more than a domain tolerates; a time that is not legible agrees with nothing. */
export const clocksAgree = ({ currentTime }: RootDse, now: Instant): boolean =>
  isKnown(currentTime) && Math.abs(currentTime - now) <= CLOCK_TOLERANCE;
