import { invariant } from "../../core/model/invariant.ts";
import type { Clock } from "../../ports/clock.ts";
import { Fault } from "../../ports/fault.ts";
import type { Ids } from "../../ports/ids.ts";
import type { Log } from "../../ports/log.ts";
import type { CentralConnection } from "./connection.ts";
import { hostAllowed, httpsOrigin } from "./host-allow-list.ts";
import { hostHealth } from "./host-health.ts";
import { ownRateBudget, windowsOf, type RateBudget, type RateLimits } from "./rate-budget.ts";
import { requestCounter } from "./request-count.ts";
import type { Wire } from "./request.ts";
import { keepToken, type Credential } from "./token.ts";
import { DEFAULT_TIMEOUTS, openTransport, type Environment, type Timeouts } from "../system/transport.ts";

export interface CentralOptions {
  /** Sophos ID; it gets the secret, and no token. */
  readonly idUrl: string;
  /** The global API; it has to be among allowedHosts. */
  readonly apiUrl: string;
  /** `host` or `host:port`, a leading `*.` for its subdomains. */
  readonly allowedHosts: readonly string[];
  readonly credential: Credential;
  readonly rate: RateLimits;
  /** The budget of another connection to the same account, to be shared: Central counts by account and source address too. */
  readonly budget?: RateBudget;
  /** PEM of the only authority to trust; the public ones when absent. */
  readonly ca?: string;
  readonly timeouts?: Partial<Timeouts>;
  /** Where HTTPS_PROXY, HTTP_PROXY and NO_PROXY are looked up. */
  readonly env?: Environment;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly userAgent: string;
}

/**
 * Prepares a connection to Sophos Central for one credential; nothing is sent yet. Faults: CONFIG_INVALID for a URL that
 * is no https origin, CENTRAL_HOST_NOT_ALLOWED for an apiUrl outside allowedHosts.
 */
export function connectCentral(options: CentralOptions): CentralConnection {
  const { clock, ids, log, userAgent, allowedHosts } = options;
  const idUrl = configuredOrigin(options.idUrl, "sophos.idUrl");
  const apiUrl = configuredOrigin(options.apiUrl, "sophos.apiUrl");
  if (!hostAllowed(new URL(apiUrl), allowedHosts)) {
    const { host } = new URL(apiUrl);
    throw new Fault(
      "CENTRAL_HOST_NOT_ALLOWED",
      `sophos.apiUrl names ${host}, which sophos.allowedHosts leaves out.`,
      {
        host,
      },
    );
  }
  invariant(
    options.credential.clientId !== "" && options.credential.clientSecret !== "",
    "a credential is complete",
  );
  const timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts };
  const dispatcher = openTransport({ ca: options.ca, timeouts, env: options.env ?? process.env });
  const wire: Wire = {
    dispatcher,
    budget: options.budget ?? ownRateBudget(windowsOf(options.rate), clock),
    allowedHosts,
    timeouts,
    clock,
    count: requestCounter(),
    log,
    userAgent,
  };
  const random = () => ids.random();
  let closing: Promise<void> | undefined;
  return {
    wire,
    tokens: keepToken(wire, idUrl, options.credential, random),
    hosts: hostHealth(),
    apiUrl,
    random,
    close: () => (closing ??= dispatcher.close()),
  };
}

function configuredOrigin(text: string, key: string): string {
  const origin = httpsOrigin(text);
  // Central's own answers may say http and are put right; a configuration that does is a mistake to be told.
  if (origin === undefined || !/^https:/i.test(text)) {
    throw new Fault("CONFIG_INVALID", `${key} has to be an https URL without a path.`, { key });
  }
  return origin;
}
