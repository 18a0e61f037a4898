import { listQuarantines, releaseQuarantine, type QuarantineRefusal } from "../../flows/quarantines.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { devicesText } from "../print/devices.ts";
import { quarantinesText } from "../print/quarantines.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";

/** The devices whose deletion failed, whether or not they may be planned again. */
export async function quarantineList(app: App, io: Io, flags: CommonFlags): Promise<ExitCode> {
  return app.withSession(flags, async (session) => {
    const quarantines = await listQuarantines(session);
    tellPerson(io, flags, quarantinesText(io, quarantines));
    tellResult(io, flags, { command: "quarantine list", quarantines });
    return EXIT.done;
  });
}

export interface ReleaseFlags extends CommonFlags {
  readonly reason: string;
  readonly tenant: string | undefined;
}

/** Forgives a device its failed attempts. */
export async function quarantineRelease(
  app: App,
  io: Io,
  text: string,
  flags: ReleaseFlags,
): Promise<ExitCode> {
  const { reason, tenant } = flags;
  return app.withSession(flags, async (session) => {
    const released = await releaseQuarantine({ device: { text, tenant }, reason }, session);
    if (released.kind === "refused") return tellRefusal(io, flags, released);
    const { device, quarantine } = released;
    tellPerson(
      io,
      flags,
      `${printable(`${device.hostname} (tenant ${device.tenantName}, endpoint ${device.endpoint})`)} is released: it may be planned again.`,
    );
    tellResult(io, flags, { command: "quarantine release", device, quarantine });
    return EXIT.done;
  });
}

function tellRefusal(io: Io, flags: CommonFlags, refusal: QuarantineRefusal): ExitCode {
  const { code, detail } = refusal;
  io.talk(`${paint(io, "red", "refused")} ${code}: ${printable(detail)}\n`);
  const devices = "devices" in refusal ? refusal.devices : [];
  if (devices.length > 0) tellPerson(io, flags, devicesText(io, devices));
  tellResult(io, flags, { command: "quarantine release", refused: { code, detail, devices } });
  return EXIT.refused;
}
