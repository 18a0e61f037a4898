import { addHold, holdEnd, liftHold, type HoldEnd, type HoldRefusal } from "../../flows/holds.ts";
import type { Device } from "../../flows/find-device.ts";
import type { App, CommonFlags } from "../app.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { paint, type Io } from "../io.ts";
import { devicesText } from "../print/devices.ts";
import { holdsText } from "../print/holds.ts";
import { instantText } from "../print/instant-text.ts";
import { printable } from "../print/table.ts";
import { tellPerson, tellResult } from "../result.ts";
import { UsageError } from "../usage-error.ts";

interface HoldFlags extends CommonFlags {
  readonly reason: string;
  readonly tenant: string | undefined;
}

export interface HoldAddFlags extends HoldFlags {
  readonly owner: string;
  readonly until: string | undefined;
  readonly for: string | undefined;
}

/** Puts a device on hold: kept until the end, and in review after it. */
export async function holdAdd(app: App, io: Io, text: string, flags: HoldAddFlags): Promise<ExitCode> {
  const end = holdEndOf(app, flags);
  const { reason, owner, tenant } = flags;
  return app.withSession(flags, async (session) => {
    const added = await addHold({ device: { text, tenant }, end, reason, owner }, session);
    if (added.kind === "refused") return tellRefusal(io, flags, "hold add", added);
    const { hold, device, replaced, underWay } = added;
    tellPerson(
      io,
      flags,
      `${deviceText(device)} is on hold until ${instantText(hold.until)} for ${printable(hold.owner)}: ${printable(hold.reason)}`,
    );
    if (replaced !== undefined) {
      tellPerson(
        io,
        flags,
        `It replaces the hold until ${instantText(replaced.until)} for ${printable(replaced.owner)}.`,
      );
    }
    if (underWay) {
      io.talk(
        `${paint(io, "yellow", "warning")} a deletion of it was sent and is not settled: the hold came too late for that one\n`,
      );
    }
    tellResult(io, flags, { command: "hold add", device, hold, replaced: replaced ?? null, underWay });
    return underWay ? EXIT.person : EXIT.done;
  });
}

/** The end of a hold by its flags: one of them, and legible. */
export function holdEndOf(app: App, { until, for: duration }: Pick<HoldAddFlags, "until" | "for">): HoldEnd {
  if ((until === undefined) === (duration === undefined)) {
    throw new UsageError("a hold needs one end: --until 2027-03-01, or --for P30D");
  }
  const afterMs = duration === undefined ? undefined : app.durationMs(duration);
  const end = until === undefined ? afterMs !== undefined && { afterMs } : holdEnd(until);
  if (end !== undefined && end !== false) return end;
  throw new UsageError(
    until === undefined
      ? `--for ${duration}: must be an ISO 8601 duration of weeks and less, such as P30D`
      : `--until ${until}: must be a day or an instant in UTC, such as 2027-03-01 or 2027-03-01T12:00:00Z`,
  );
}

/** Lifts the hold on a device, expired or not. */
export async function holdLift(app: App, io: Io, text: string, flags: HoldFlags): Promise<ExitCode> {
  const { reason, tenant } = flags;
  return app.withSession(flags, async (session) => {
    const lifted = await liftHold({ device: { text, tenant }, reason }, session);
    if (lifted.kind === "refused") return tellRefusal(io, flags, "hold lift", lifted);
    const { hold, device } = lifted;
    tellPerson(
      io,
      flags,
      `The hold of ${printable(hold.owner)} on ${deviceText(device)} is lifted: it is judged like any other again.`,
    );
    tellResult(io, flags, { command: "hold lift", device, hold });
    return EXIT.done;
  });
}

export interface HoldListFlags extends CommonFlags {
  readonly all: boolean;
}

/** The holds that stand, expired ones among them; with --all also those that were lifted or replaced. */
export async function holdList(app: App, io: Io, flags: HoldListFlags): Promise<ExitCode> {
  return app.withSession(flags, async ({ store, clock }) => {
    const holds = await store.holds.list(flags.all);
    const now = clock.now();
    tellPerson(io, flags, holdsText(io, holds, now));
    tellResult(io, flags, {
      command: "hold list",
      holds: holds.map((hold) => ({ ...hold, expired: hold.ended === undefined && hold.until <= now })),
    });
    return EXIT.done;
  });
}

function tellRefusal(io: Io, flags: CommonFlags, command: string, refusal: HoldRefusal): ExitCode {
  const { code, detail } = refusal;
  io.talk(`${paint(io, "red", "refused")} ${code}: ${printable(detail)}\n`);
  const devices = "devices" in refusal ? refusal.devices : [];
  if (devices.length > 0) tellPerson(io, flags, devicesText(io, devices));
  tellResult(io, flags, { command, refused: { code, detail, devices } });
  return EXIT.refused;
}

const deviceText = ({ hostname, tenantName, endpoint }: Device): string =>
  printable(`${hostname} (tenant ${tenantName}, endpoint ${endpoint})`);
