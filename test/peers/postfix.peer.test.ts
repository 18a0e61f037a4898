// Mails against the mail server that most have: what it asks for, refuses and delivers.
import { afterAll, beforeAll, expect, it } from "vitest";
import { mailMessenger, type MailOptions } from "../../src/adapters/notify/mail.ts";
import { aHostileNotice, aNotice, aSection } from "../build/notices.ts";
import { startPostfix, type PostfixPeer } from "../build/postfix-peer.ts";
import { requirePeer } from "./peers.ts";

const never = new AbortController().signal;

requirePeer("postfix", "mail by Postfix", () => {
  let peer: PostfixPeer;
  beforeAll(async () => {
    peer = await startPostfix();
  }, 180_000);
  afterAll(async () => peer[Symbol.asyncDispose]());

  const mail = (options: Partial<MailOptions> = {}) =>
    mailMessenger({
      name: "admins",
      host: "localhost",
      port: peer.startTlsPort,
      security: "starttls",
      login: undefined,
      ca: peer.ca,
      from: "rollcall@example.test",
      to: ["admins@example.test"],
      prefix: "[Rollcall]",
      ...options,
    });
  const troubleOf = async (options: Partial<MailOptions>) => mail(options).send(aNotice(), never);

  it("is delivered over STARTTLS and over TLS, names of devices and all", async () => {
    expect(await mail().check(never)).toBeUndefined();
    expect(await mail().send(aNotice(), never)).toEqual({ kind: "sent" });
    expect(await mail({ port: peer.tlsPort, security: "tls" }).send(aHostileNotice(), never)).toEqual({
      kind: "sent",
    });
    const mails = (await peer.mails(2)).join("\n");
    expect(mails).toContain("Subject: [Rollcall] 1 deleted device is back");
    expect(mails).toContain("Message-ID: <rollcall-admins-42@example.test>");
    expect(mails).not.toMatch(/^Bcc:/m);
  }, 180_000);

  it("is not sent in the clear, nor to a server that another authority vouches for", async () => {
    expect(await troubleOf({ security: "none" })).toEqual({
      kind: "trouble",
      trouble: { code: "unauthorised" },
    });
    expect(await troubleOf({ ca: undefined })).toEqual({ kind: "trouble", trouble: { code: "untrusted" } });
  }, 180_000);

  it("that the server does not pass on, or has no box for, is told", async () => {
    expect(await troubleOf({ to: ["somebody@elsewhere.test"] })).toMatchObject({
      trouble: { code: "misdirected" },
    });
    expect(await troubleOf({ to: ["nouser@example.test"] })).toMatchObject({
      trouble: { code: "misdirected" },
    });
    expect(await troubleOf({ to: ["admins@example.test", "nouser@example.test"] })).toEqual({
      kind: "refused",
      code: "recipient_refused",
    });
  }, 180_000);

  it("that is too large is set aside", async () => {
    const notice = aNotice({ sections: [aSection({ text: ["x".repeat(peer.tooLarge)] })] });
    expect(await mail().send(notice, never)).toEqual({ kind: "refused", code: "smtp_552" });
  }, 180_000);
});
