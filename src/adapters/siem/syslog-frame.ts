import { Buffer } from "node:buffer";
import { formatInstant } from "../../core/model/instant.ts";
import type { LedgerEntry } from "../../core/ledger/fact.ts";
import { toldAs, type Severity } from "../../core/tell/told.ts";

/** RFC 5424 6.2.1: log audit. */
const FACILITY = 13;
// Informational, notice, warning and error of RFC 5424.
const SEVERITIES: Readonly<Record<Severity, number>> = { 1: 6, 2: 5, 3: 4, 4: 3 };

/**
 * One entry as a frame of RFC 5425: RFC 5424, its length in front. The length and not a line break says where it ends, so a
 * line break in it makes no second message.
 * @param enterprise the private enterprise number after which the structured data is named
 */
export function syslogFrame(entry: LedgerEntry, text: string, enterprise: number): Buffer {
  const { fact, hash, seq, at, actor } = entry;
  const priority = FACILITY * 8 + SEVERITIES[toldAs(fact).severity];
  const host = headerWord(actor.slice(actor.lastIndexOf("@") + 1), 255);
  const data = [
    `rollcall@${enterprise}`,
    `id="${hash}"`,
    `seq="${seq}"`,
    ...("tenant" in fact ? [`tenant="${paramValue(fact.tenant)}"`] : []),
    ...("case" in fact ? [`case="${fact.case}"`] : []),
  ].join(" ");
  const header = `<${priority}>1 ${formatInstant(at)} ${host} rollcall - ${headerWord(fact.kind, 32)} [${data}]`;
  const message = Buffer.from(`${header} ${text}`, "utf8");
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}

/** RFC 5424: printable ASCII without blanks, or `-`. */
const headerWord = (text: string, longest: number): string =>
  text.replaceAll(/[^\u0021-\u007e]/g, "").slice(0, longest) || "-";

/** RFC 5424 6.3.3, and no control character. */
const paramValue = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.replaceAll(/[\u0000-\u001f\u007f]/g, " ").replaceAll(/["\\\]]/g, String.raw`\$&`);
