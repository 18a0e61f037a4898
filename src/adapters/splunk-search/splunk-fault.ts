import type { Gap } from "../../core/model/coverage.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import { MINUTE, type Instant } from "../../core/model/instant.ts";
import { Fault, type FaultCode } from "../../ports/fault.ts";
import type { Trouble } from "../system/trouble.ts";

/** A clock that is off by more reads every row's age wrong (product rule). */
const LARGEST_SKEW = 5 * MINUTE;

/** No answer at all. */
export function faultOfTrouble(name: DirectoryName, host: string, { code, tls }: Trouble): Fault {
  const details = { directory: name, host, reason: code };
  return tls
    ? new Fault(
        "DIRECTORY_TLS",
        `Directory ${name}: the certificate of ${host} does not hold (${code}).`,
        details,
      )
    : new Fault("DIRECTORY_UNREACHABLE", `Directory ${name}: ${host} does not answer (${code}).`, details);
}

/**
 * An answer that is none of a search.
 * @param said Splunk's own words for it
 */
export function faultOfStatus(
  name: DirectoryName,
  host: string,
  status: number,
  said: string | undefined,
): Fault {
  const [code, what] = meaningOf(status);
  const words = said === undefined ? "" : `: ${said}`;
  return new Fault(code, `Directory ${name}: ${host} ${what} (${status})${words}.`, {
    directory: name,
    host,
    status,
  });
}

function meaningOf(status: number): readonly [FaultCode, string] {
  if (status === 401) return ["DIRECTORY_AUTH", "refuses the token"];
  if (status === 403) return ["DIRECTORY_RIGHTS", "does not allow this token to search"];
  if (status === 429 || status >= 500) return ["DIRECTORY_UNREACHABLE", "cannot search now"];
  if (status >= 300 && status < 400)
    return ["DIRECTORY_SHAPE", "answered with a redirect, which is not followed"];
  return ["DIRECTORY_SHAPE", "does not accept the search"];
}

/** CLOCK_SKEW when the answer's date and our clock are too far apart. */
export function faultOfClock(
  name: DirectoryName,
  host: string,
  date: number | undefined,
  now: Instant,
): Fault | undefined {
  if (date === undefined || Math.abs(now - date) <= LARGEST_SKEW) return undefined;
  const skewMs = now - date;
  return new Fault(
    "CLOCK_SKEW",
    `Directory ${name}: this machine's clock and that of ${host} are ${Math.round(Math.abs(skewMs) / 1_000)} s apart.`,
    { directory: name, host, skewMs },
  );
}

/** A gap where nothing less than a whole reading will do. */
export function faultOfGap(name: DirectoryName, { code, detail }: Gap): Fault {
  const codes: Partial<Record<Gap["code"], FaultCode>> = {
    source_unavailable: "DIRECTORY_UNREACHABLE",
    export_too_old: "EXPORT_TOO_OLD",
  };
  return new Fault(codes[code] ?? "EXPORT_INVALID", `Directory ${name}: ${detail}.`, {
    directory: name,
    gap: code,
  });
}
