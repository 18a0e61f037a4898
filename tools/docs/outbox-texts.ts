import type { SinkTroubleCode } from "../../src/ports/event-sink.ts";
import type { SinkRefusal } from "../../src/flows/outbox.ts";

/** What happened, and what to do. */
type Told = readonly [means: string, todo: string];

export const SINK_TROUBLE_TEXTS: Readonly<Record<SinkTroubleCode, Told>> = {
  unreachable: ["No connection.", "Check host, port and firewall."],
  broken_off: [
    "The connection broke off, or the collector ended it before we did.",
    "If it is so from the start: a collector that refuses our certificate looks like this.",
  ],
  not_closed: [
    "Too much time passed before the collector had read everything and closed its side.",
    "Look at the collector's load; something in between may keep connections open.",
  ],
  not_acknowledged: ["It took the events and did not confirm them in time.", "Look at its load."],
  busy: ["It takes no more for now.", "Wait."],
  server_error: ["It failed, or its answer was cut off.", "Wait; look at its logs."],
  answer_not_understood: [
    "What answered is not the service that is configured.",
    "Check URL and port, and for a proxy in between.",
  ],
  untrusted: [
    "Its certificate could not be verified, or names another host.",
    "Check `tls.ca` and the host name.",
  ],
  unauthorised: ["It refuses our token or key.", "Check the secret and what it may write to."],
  misdirected: ["It answered with a redirect, which is not followed.", "Write the URL that it redirects to."],
  misconfigured: [
    "It does not know what the configuration names, such as an index.",
    "Correct the configuration.",
  ],
  secret_unreadable: ["A secret that the sink needs cannot be read.", "Set what the reference names."],
};

/** That of a reason stands with the holds. */
export const SINK_REFUSAL_TEXTS: Readonly<Record<Exclude<SinkRefusal["code"], "reason_unusable">, Told>> = {
  sink_unknown: ["No sink of this name is configured or ever was.", "`rollcall outbox status` lists them."],
  sink_parked: ["It is parked already.", "Nothing, or `rollcall outbox retry`."],
};
