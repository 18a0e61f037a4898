// Against a real SMTP server of the test's own, which can misbehave; Postfix itself is in test/peers.
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { beforeAll, describe, expect, it } from "vitest";
import { aHostileNotice, aNotice } from "../../../test/build/notices.ts";
import { createTls, type SimulatorTls } from "../../simulator/tls.ts";
import { mailMessenger, type MailOptions } from "./mail.ts";

const never = new AbortController().signal;
let tls: SimulatorTls;
beforeAll(async () => {
  tls = await createTls();
});

interface Seen {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
  readonly secure: boolean;
}

async function server(options: SMTPServerOptions = {}) {
  const seen: Seen[] = [];
  const smtp = new SMTPServer({
    cert: tls.cert,
    key: tls.key,
    authOptional: true,
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        seen.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          data: Buffer.concat(parts).toString("utf8"),
          secure: session.secure,
        });
        done();
      });
    },
    ...options,
  });
  // A client that breaks off is a client's affair.
  smtp.on("error", () => {});
  const port = await new Promise<number>((resolve) => {
    const listening = smtp.listen(0, "127.0.0.1", () => {
      const address = listening.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  return {
    port,
    seen,
    [Symbol.asyncDispose]: async () =>
      new Promise<void>((resolve) => {
        smtp.close(() => resolve());
      }),
  };
}

const messenger = (port: number, options: Partial<MailOptions> = {}) =>
  mailMessenger({
    name: "admins",
    host: "localhost",
    port,
    security: "starttls",
    login: undefined,
    ca: tls.ca,
    from: "Rollcall <rollcall@example.com>",
    to: ["admins@example.com", "second@example.com"],
    prefix: "[Rollcall]",
    timeoutMs: 1_500,
    ...options,
  });

describe("a mail", () => {
  it.each<[MailOptions["security"], SMTPServerOptions]>([
    ["starttls", {}],
    ["tls", { secure: true }],
    ["none", { hideSTARTTLS: true }],
  ])(
    "goes to every recipient over %s, in text and HTML, and answers itself to nobody",
    async (security, options) => {
      await using it = await server(options);
      const mail = messenger(it.port, { security });
      expect(await mail.check(never)).toBeUndefined();
      expect(it.seen).toEqual([]);
      expect(await mail.send(aNotice(), never)).toEqual({ kind: "sent" });
      const [one] = it.seen;
      expect(one).toMatchObject({ from: "rollcall@example.com", secure: security !== "none" });
      expect(one?.to).toEqual(["admins@example.com", "second@example.com"]);
      for (const line of [
        "Subject: [Rollcall] 1 deleted device is back",
        "Message-ID: <rollcall-admins-42@example.com>",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        "multipart/alternative",
      ])
        expect(one?.data).toContain(line);
      await mail.close();
    },
  );

  it("has one subject and no other header of a device's making", async () => {
    await using it = await server();
    await messenger(it.port).send(aHostileNotice(), never);
    const head = it.seen[0]?.data.split("\r\n\r\n")[0] ?? "";
    expect(head).not.toMatch(/^Bcc:/m);
    expect(it.seen[0]?.to).toHaveLength(2);
  });

  it("logs in where it is told to", async () => {
    let given = "";
    await using it = await server({
      authOptional: false,
      onAuth({ username, password }, _session, done) {
        given = `${username}/${password}`;
        if (password === "right") done(null, { user: "u" });
        else done(new Error("Invalid username or password"));
      },
    });
    expect(
      await messenger(it.port, { login: { user: "u", password: "right" } }).send(aNotice(), never),
    ).toEqual({
      kind: "sent",
    });
    expect(given).toBe("u/right");
    for (const login of [{ user: "u", password: "wrong" }, undefined])
      expect(await messenger(it.port, { login }).send(aNotice(), never)).toEqual({
        kind: "trouble",
        trouble: { code: "unauthorised" },
      });
  });
});

const failing = (code: number): Error => Object.assign(new Error("no"), { responseCode: code });

describe("a mail that does not arrive", () => {
  it.each<[string, SMTPServerOptions, object]>([
    [
      "is put off: greylisted",
      { onRcptTo: (_to, _session, done) => done(failing(451)) },
      { trouble: { code: "busy" } },
    ],
    [
      "is put off at its end",
      { onData: (stream, _s, done) => stream.on("end", () => done(failing(452))).resume() },
      { trouble: { code: "busy" } },
    ],
    [
      "is not relayed",
      { onRcptTo: (_to, _session, done) => done(failing(554)) },
      { trouble: { code: "misdirected" } },
    ],
    [
      "has a sender nobody knows",
      { onMailFrom: (_from, _s, done) => done(failing(550)) },
      { trouble: { code: "misdirected" } },
    ],
    [
      "is too large",
      { onData: (stream, _s, done) => stream.on("end", () => done(failing(552))).resume() },
      { kind: "refused", code: "smtp_552" },
    ],
    ["meets a server without TLS", { disabledCommands: ["STARTTLS"] }, { trouble: { code: "untrusted" } }],
  ])("%s", async (_case, options, sent) => {
    await using it = await server(options);
    expect(await messenger(it.port).send(aNotice(), never)).toMatchObject(sent);
  });

  it("for one of its recipients is set aside, so that a person sees it", async () => {
    await using it = await server({
      onRcptTo: ({ address }, _session, done) => {
        if (address.startsWith("second")) done(failing(550));
        else done();
      },
    });
    expect(await messenger(it.port).send(aNotice(), never)).toEqual({
      kind: "refused",
      code: "recipient_refused",
    });
    expect(it.seen).toHaveLength(1);
  });

  it("goes to no server that another authority vouches for, and to none that is not there", async () => {
    await using it = await server();
    const stranger = (await createTls()).ca;
    const mail = messenger(it.port, { ca: stranger });
    expect(await mail.send(aNotice(), never)).toEqual({ kind: "trouble", trouble: { code: "untrusted" } });
    expect(await mail.check(never)).toEqual({ code: "untrusted" });
    expect(it.seen).toEqual([]);
    expect(await messenger(1).send(aNotice(), never)).toEqual({
      kind: "trouble",
      trouble: { code: "unreachable" },
    });
  });

  it("is not begun after the run was stopped", async () => {
    await expect(messenger(1).send(aNotice(), AbortSignal.abort())).rejects.toMatchObject({
      code: "CANCELLED",
    });
  });
});
