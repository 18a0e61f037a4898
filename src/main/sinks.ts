import { syslogSink } from "../adapters/siem/syslog-tls.ts";
import { formatter } from "../core/tell/format.ts";
import { MINUTE } from "../core/model/instant.ts";
import type { ConfiguredSink, EventSink } from "../ports/event-sink.ts";
import type { Log } from "../ports/log.ts";
import type { RollcallConfig, SiemConfig } from "./config/normalise.ts";
import { VERSION } from "./version.ts";

/** What a collector has in memory it writes within seconds, unless something holds it up. */
const SYSLOG_UNSURE = MINUTE;
/** Some 500 kB, and one connection each. */
const BATCH = 500;

/** Every sink of the configuration; its secrets are read when it is opened. */
export const sinksOf = ({ siem }: RollcallConfig, log: Log): readonly ConfiguredSink[] =>
  siem.map((config) => ({
    name: config.name,
    type: config.type,
    // The copy is to be as complete as the ledger.
    startsAt: "beginning",
    batch: BATCH,
    unsureMs: SYSLOG_UNSURE,
    open: () => openSink(config, log),
  }));

function openSink(config: SiemConfig, log: Log): EventSink {
  const { host, port, enterprise, client } = config;
  const ca = config.ca?.read().reveal();
  return syslogSink({
    host,
    port,
    ca,
    client: client && { cert: client.cert.read().reveal(), key: client.key.read().reveal() },
    enterprise,
    format: formatter(config.format, VERSION),
    log,
  });
}
