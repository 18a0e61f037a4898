// A stand-in for Splunk's HTTP Event Collector after its documentation: tokens, channels, codes, acknowledgement.
import { centralServer, type CentralServer, type Reply, type Seen } from "./central-server.ts";

export const HEC_TOKEN = "5e1f0000-1111-4222-8333-44445555aaaa";

const HTTP: Readonly<Record<number, number>> = {
  0: 200,
  4: 403,
  5: 400,
  6: 400,
  7: 400,
  10: 400,
  12: 400,
  14: 400,
};

/** An event as it was sent. */
export interface HecEvent {
  readonly time: number;
  readonly host: string;
  readonly index?: string;
  readonly sourcetype: string;
  readonly event: unknown;
  readonly fields: { readonly event_id: string; readonly sequence: number };
}

export interface HecServer extends AsyncDisposable {
  readonly server: CentralServer;
  readonly stored: readonly HecEvent[];
}

/**
 * @param ack whether the token has acknowledgement on, and after how many polls a batch is confirmed
 * @param refuses the code for an event it does not take
 * @param instead another answer to an event request than its own; it stores what was sent when the answer is lost
 */
export async function hecServer(
  options: {
    readonly ack?: { readonly afterPolls: number };
    readonly refuses?: (event: HecEvent) => number | undefined;
    readonly instead?: (seen: Seen, nth: number) => Reply | undefined;
  } = {},
): Promise<HecServer> {
  const { ack, refuses = () => undefined, instead = () => undefined } = options;
  const stored: HecEvent[] = [];
  const polls = new Map<string, number>();
  let batches = 0;
  const says = (code: number, more: object = {}): Reply => ({
    status: HTTP[code] ?? 500,
    json: { text: "as documented", code, ...more },
  });
  const server = await centralServer((seen, nth) => {
    if (seen.headers.authorization !== `Splunk ${HEC_TOKEN}`) return says(4);
    const channel = seen.headers["x-splunk-request-channel"];
    if (ack !== undefined && typeof channel !== "string") return says(10);
    if (seen.path === "/services/collector/ack") {
      if (ack === undefined) return says(14);
      const { acks } = JSON.parse(seen.body) as { acks: number[] };
      return {
        json: {
          acks: Object.fromEntries(
            acks.map((id) => {
              const asked = (polls.get(`${String(channel)}/${id}`) ?? 0) + 1;
              polls.set(`${String(channel)}/${id}`, asked);
              return [id, asked > ack.afterPolls];
            }),
          ),
        },
      };
    }
    if (seen.path !== "/services/collector/event") return { status: 404, json: {} };
    const other = instead(seen, nth);
    if (other !== undefined && other !== "reset") return other;
    if (seen.body === "") return says(5);
    const events = seen.body.split("\n").map((line) => JSON.parse(line) as HecEvent);
    for (const [index, event] of events.entries()) {
      const code = refuses(event);
      if (code !== undefined) return says(code, { "invalid-event-number": index });
    }
    stored.push(...events);
    return other ?? says(0, ack === undefined ? {} : { ackId: batches++ });
  });
  return { server, stored, [Symbol.asyncDispose]: async () => server[Symbol.asyncDispose]() };
}
