import type { Computer } from "../../core/model/computer.ts";
import type { ComputerId } from "../../core/model/ids.ts";
import { MINUTE } from "../../core/model/instant.ts";
import type { DirectoryReadingEnd, DirectorySource, RightsCheck } from "../../ports/directory-source.ts";
import { Fault } from "../../ports/fault.ts";
import { contentChecks } from "../directory-export/content-checks.ts";
import { withContainers } from "../directory-export/containers.ts";
import { openHttpStreams } from "../system/http-stream.ts";
import type { Timeouts } from "../system/transport.ts";
import { readSearch, type SearchOptions } from "./reading.ts";
import { faultOfGap } from "./splunk-fault.ts";

export interface SplunkDirectoryOptions extends SearchOptions {
  /** `https://host[:port]` of the management port. */
  readonly url: string;
  /** A Splunk authentication token. */
  readonly token: string;
  /** Certificate authority as PEM; without it the public ones. */
  readonly ca: string | undefined;
  readonly userAgent: string;
  readonly timeouts?: Partial<SplunkTimeouts>;
}

/** In milliseconds: of a connection, of a whole reading, and of one right before a deletion. */
export interface SplunkTimeouts extends Omit<Timeouts, "total"> {
  readonly reading: number;
  readonly verifying: number;
}

/**
 * A search answers only once it has gathered its rows, which takes as long as an LDAP server's collecting of them: two
 * minutes. A quarter of an hour is a hang. Before a deletion nothing that takes longer than a minute counts as live.
 */
const TIMEOUTS: SplunkTimeouts = {
  connect: 10_000,
  headers: 2 * MINUTE,
  body: 2 * MINUTE,
  reading: 15 * MINUTE,
  verifying: MINUTE,
};

/**
 * A directory that a Splunk search gives. `readOne` and `vips` run the whole search anew and believe only a whole answer.
 * Nothing is sent yet. Faults: CONFIG_INVALID for a URL that is not plain https.
 */
export function openSplunkDirectory(options: SplunkDirectoryOptions): DirectorySource {
  const { name, url, token, ca, userAgent, vipGroups } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const headers = { authorization: `Bearer ${token}` };
  const streams = openHttpStreams({ url, headers, ca, timeouts, userAgent });
  let searches = 0;

  const search = (
    totalMs: number,
    signal: AbortSignal,
  ): AsyncGenerator<readonly Computer[], DirectoryReadingEnd> => {
    searches++;
    return readSearch(streams, options, totalMs, signal);
  };

  /** Runs the search to its end and shows each computer. A gap is a fault: by less than all of it nothing is decided. */
  async function whole(
    totalMs: number,
    signal: AbortSignal,
    see: (computer: Computer) => void = () => undefined,
  ): Promise<DirectoryReadingEnd> {
    const reading = search(totalMs, signal);
    for (;;) {
      const step = await reading.next();
      if (step.done !== true) {
        step.value.forEach(see);
        continue;
      }
      const [gap] = step.value.gaps;
      if (gap !== undefined) throw faultOfGap(name, gap);
      return step.value;
    }
  }

  return {
    name,
    read: (_bookmark, signal) => search(timeouts.reading, signal),
    async readOne(id: ComputerId, signal) {
      const found: Computer[] = [];
      const end = await whole(timeouts.verifying, signal, (computer) => {
        if (computer.id === id) found.push(computer);
      });
      // The same identity twice is a gap, so that there is one at most.
      const [computer] = found;
      return computer === undefined ? "absent" : withContainers(computer, end.ous);
    },
    async vips(signal) {
      if (vipGroups.length === 0) return { directory: name, groups: [] };
      return (await whole(timeouts.verifying, signal)).vips;
    },
    async check(signal): Promise<readonly RightsCheck[]> {
      const right = `run the search on ${streams.host} to its end`;
      const content = contentChecks(options.retired);
      try {
        const end = await whole(timeouts.reading, signal, (computer) => content.take(computer));
        return [{ right, held: true, remedy: "" }, ...content.checks(end)];
      } catch (error) {
        if (!(error instanceof Fault) || error.code === "CANCELLED") throw error;
        return [{ right, held: false, remedy: `${error.message} ${error.remedy}` }];
      }
    },
    requests: () => searches,
    close: () => streams.close(),
  };
}
