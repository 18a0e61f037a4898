import { Buffer } from "node:buffer";
import { elasticSink } from "../adapters/siem/elastic-bulk.ts";
import { hecSink } from "../adapters/siem/splunk-hec.ts";
import { syslogSink } from "../adapters/siem/syslog-tls.ts";
import { openHttpService, type HttpService } from "../adapters/system/http-call.ts";
import { formatter } from "../core/tell/format.ts";
import { invariant } from "../core/model/invariant.ts";
import { MINUTE } from "../core/model/instant.ts";
import type { ConfiguredSink, EventSink } from "../ports/event-sink.ts";
import type { ElasticSinkConfig, RollcallConfig, SiemConfig } from "./config/normalise.ts";
import { recipientsOf, type RecipientParts } from "./recipients.ts";
import type { World } from "./session.ts";
import { USER_AGENT, VERSION } from "./version.ts";

/** What a collector has in memory it writes within seconds, unless something holds it up. */
const UNSURE = MINUTE;
/** Some 500 kB, and one connection or request each. */
const BATCH = 500;
/** A sink that does not answer holds up a command no longer than this. */
const TIMEOUTS = { connect: 5_000, total: 30_000 };

/** Every sink of the configuration, people included; its secrets are read when it is opened. */
export const sinksOf = (
  { siem, notify }: Pick<RollcallConfig, "siem" | "notify">,
  world: World & RecipientParts,
): readonly ConfiguredSink[] => [
  ...siem.map((config): ConfiguredSink => ({
    name: config.name,
    type: config.type,
    // The copy is to be as complete as the ledger.
    startsAt: "beginning",
    batch: BATCH,
    unsureMs: vouches(config) ? 0 : UNSURE,
    open: () => openSink(config, world),
  })),
  ...recipientsOf(notify, world),
];

/** An index, and an indexer that confirms, have written what they say they took. */
const vouches = (config: SiemConfig): boolean =>
  config.type === "elastic" || (config.type === "splunk" && config.acknowledge);

function openSink(config: SiemConfig, world: World): EventSink {
  const ca = config.ca?.read().reveal();
  const format = formatter(config.format, VERSION);
  const service = (url: string, authorization: string): HttpService =>
    openHttpService({
      ...world,
      url,
      ca,
      headers: { authorization },
      timeouts: TIMEOUTS,
      userAgent: USER_AGENT,
    });
  switch (config.type) {
    case "syslog": {
      const { host, port, enterprise, client } = config;
      return syslogSink({
        host,
        port,
        ca,
        client: client && { cert: client.cert.read().reveal(), key: client.key.read().reveal() },
        enterprise,
        format,
        log: world.log,
      });
    }
    case "splunk":
      return hecSink({
        service: service(config.url, `Splunk ${config.token.read().reveal()}`),
        index: config.index,
        sourcetype: config.sourcetype ?? (config.format === "cef" ? "cef" : `rollcall:${config.format}`),
        acknowledge: config.acknowledge,
        channel: world.ids.uuid(),
        format,
        clock: world.clock,
      });
    case "elastic":
      return elasticSink({
        service: service(config.url, elasticAuthorization(config)),
        index: config.index,
        format,
      });
  }
}

function elasticAuthorization({ apiKey, login }: ElasticSinkConfig): string {
  if (apiKey !== undefined) return `ApiKey ${apiKey.read().reveal()}`;
  invariant(login !== undefined, "the configuration has a key or a login");
  return `Basic ${Buffer.from(`${login.user}:${login.password.read().reveal()}`).toString("base64")}`;
}
