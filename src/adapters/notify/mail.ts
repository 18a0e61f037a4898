import type { Notice } from "../../core/notify/notice.ts";
import { Fault } from "../../ports/fault.ts";
import { troubleOf } from "../system/trouble.ts";
import { htmlBody, textBody } from "./mail-body.ts";
import { SENT, trouble, type Messenger, type Sent } from "./messenger.ts";
import { plain } from "./plain-text.ts";

export interface MailOptions {
  /** The recipient's name in the configuration: part of each message's id. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `starttls` refuses a server that does not offer it; `none` is for a relay on this machine. */
  readonly security: "tls" | "starttls" | "none";
  readonly login: { readonly user: string; readonly password: string } | undefined;
  /** PEM of the only authority to trust; the public ones when undefined. */
  readonly ca: string | undefined;
  readonly from: string;
  readonly to: readonly string[];
  /** Shown before each subject, such as `[Rollcall]`. */
  readonly prefix: string;
  readonly timeoutMs?: number;
}

/** Postfix greets within seconds, and a tarpit is no reason to wait: the outbox tries again. */
const TIMEOUT_MS = 20_000;

/**
 * Mails notices by SMTP. A server that takes a message for some of its recipients only has refused it: it is set aside, and
 * a person sees it. Thrown: CANCELLED.
 */
export function mailMessenger(options: MailOptions): Messenger {
  const { name, host, port, security, login, ca, from, to, prefix, timeoutMs = TIMEOUT_MS } = options;
  // Loaded with the first mail: most commands send none.
  const connect = async () =>
    (await import("nodemailer")).createTransport({
      host,
      port,
      secure: security === "tls",
      requireTLS: security === "starttls",
      ignoreTLS: security === "none",
      ...(login !== undefined && { auth: { user: login.user, pass: login.password } }),
      tls: { minVersion: "TLSv1.2", ...(ca !== undefined && { ca }) },
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  let opened: ReturnType<typeof connect> | undefined;
  const transport = async () => (opened ??= connect());
  return {
    async send(notice, signal) {
      if (signal.aborted) throw new Fault("CANCELLED", "Stopped before a mail was sent.");
      try {
        const mail = messageOf(notice, { name, from, to, prefix });
        const { rejected } = await (await transport()).sendMail(mail);
        return rejected.length === 0 ? SENT : { kind: "refused", code: "recipient_refused" };
      } catch (error) {
        const sent = verdict(error);
        if (sent === undefined) throw error;
        return sent;
      }
    },
    async check() {
      try {
        await (await transport()).verify();
        return undefined;
      } catch (error) {
        const found = verdict(error);
        if (found?.kind !== "trouble") throw error;
        return found.trouble;
      }
    },
    close: async () => {
      (await opened)?.close();
    },
  };
}

const messageOf = (
  notice: Notice,
  { name, from, to, prefix }: Pick<MailOptions, "name" | "from" | "to" | "prefix">,
) => ({
  from,
  to: [...to],
  subject: plain(`${prefix} ${notice.subject}`.trim()),
  // The same when it is sent again: a reader's program may fold the two into one.
  messageId: `<rollcall-${name.replaceAll(/[^a-z0-9-]/gi, "-")}-${notice.through}@${from.replace(/^.*@/s, "").replace(/[^a-z0-9.-].*$/is, "")}>`,
  text: textBody(notice),
  html: htmlBody(notice),
  priority: notice.urgent ? ("high" as const) : ("normal" as const),
  headers: {
    // Nobody's absence note is to answer (RFC 3834; the second is Exchange's).
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
  },
});

interface SmtpError {
  /** nodemailer's own: EAUTH, EENVELOPE, EMESSAGE, ESOCKET, ETIMEDOUT, ETLS … */
  readonly code?: unknown;
  readonly responseCode?: unknown;
}

/** The answers that say who we are or may do, not what the message is (RFC 4954, 3207). */
const WHO = new Set([530, 534, 535, 538]);

/** What a failed sending means; undefined for what is no answer of the server's and no trouble on the way to it. */
function verdict(error: unknown): Sent | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code, responseCode }: SmtpError = error;
  // A server that knows no STARTTLS answers like one that knows no such command.
  if (code === "ETLS") return trouble("untrusted");
  if (typeof responseCode === "number") {
    if (responseCode < 500) return trouble("busy");
    if (code === "EAUTH" || WHO.has(responseCode)) return trouble("unauthorised");
    // Of the message itself: too large, or not liked. The envelope is the configuration's.
    return code === "EMESSAGE" ? { kind: "refused", code: `smtp_${responseCode}` } : trouble("misdirected");
  }
  if (code === "EAUTH") return trouble("unauthorised");
  const handshake = error instanceof Error && TLS_TEXT.test(error.message);
  if (handshake || troubleOf(error).tls) return trouble("untrusted");
  return typeof code === "string" ? trouble("unreachable") : undefined;
}

/** nodemailer keeps of a failed handshake the message alone, under the code ESOCKET. */
const TLS_TEXT = /certificate|altnames|SSL routines/i;
