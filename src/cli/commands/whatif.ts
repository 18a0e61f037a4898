import type { PolicyChange } from "../../core/assess/policy-change.ts";
import { acceptance } from "../../flows/acceptance.ts";
import { readSilence } from "../../flows/silence.ts";
import { whatIf, type WhatIf } from "../../flows/what-if.ts";
import type { App, CommonFlags, Session } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";
import { progressLine } from "../print/progress.ts";
import { silenceText, whatIfText } from "../print/whatif-text.ts";
import { tellPerson, tellResult } from "../result.ts";
import { askedTenant } from "../tenant-flag.ts";
import { daysOf, thresholdDays } from "../threshold-flag.ts";
import { UsageError } from "../usage-error.ts";

export interface WhatIfFlags extends CommonFlags {
  readonly inactiveComputer: string | undefined;
  readonly inactiveServer: string | undefined;
  readonly grace: string | undefined;
  readonly accept: string | undefined;
  readonly tenant: string | undefined;
}

/** What a changed policy would make of the devices; without a change, what other inactive thresholds would. Writes nothing. */
export async function whatif(app: App, io: Io, flags: WhatIfFlags, signal: AbortSignal): Promise<ExitCode> {
  const change = changeOf(app, flags);
  return app.withSession(flags, async (session) => {
    const tenant = await askedTenant(flags.tenant, session.store);
    const tenants = tenant && [tenant.id];
    const named = tenant === undefined ? {} : { tenant: tenant.name };
    if (Object.keys(change).length === 0) {
      const view = await readSilence(tenants, session);
      tellPerson(io, flags, silenceText(io, view));
      const { at, spread, rows } = view;
      tellResult(io, flags, { command: "whatif", ...named, at, ...spread, thresholds: rows });
      return EXIT.done;
    }
    const result = await judged({ change, tenants }, session, io, flags, signal);
    tellPerson(io, flags, whatIfText(io, result));
    const examples = result.examples.map(({ evidence: { tenant: of, endpoint }, ...rest }) => ({
      tenant: of.id,
      tenantName: of.name,
      endpoint: endpoint.id,
      hostname: endpoint.hostname,
      ...rest,
    }));
    tellResult(io, flags, { command: "whatif", ...named, change, ...result, examples });
    return EXIT.done;
  });
}

async function judged(
  asked: Parameters<typeof whatIf>[0],
  session: Session,
  io: Io,
  flags: CommonFlags,
  signal: AbortSignal,
): Promise<WhatIf> {
  const line = progressLine(io, flags);
  try {
    return await whatIf(asked, { ...session, progress: line.progress }, signal);
  } finally {
    line.stop();
  }
}

function changeOf(app: App, flags: WhatIfFlags): PolicyChange {
  const { inactiveComputer, inactiveServer, grace, accept } = flags;
  return {
    ...(inactiveComputer !== undefined && {
      computerDays: thresholdDays(app, "--inactive-computer", inactiveComputer),
    }),
    ...(inactiveServer !== undefined && {
      serverDays: thresholdDays(app, "--inactive-server", inactiveServer),
    }),
    ...(grace !== undefined && { graceDays: daysOf(app, "--grace", grace) }),
    ...(accept !== undefined && { accept: acceptanceOf(accept) }),
  };
}

function acceptanceOf(text: string) {
  const words = text === "none" ? [] : text.split(",").map((word) => word.trim());
  const { accepted, unknown, known } = acceptance(words);
  if (unknown !== undefined) {
    throw new UsageError(`--accept ${unknown}: must be one of ${known.join(", ")}, or none`);
  }
  return accepted;
}
