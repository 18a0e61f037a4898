// `rollcall notify test`: each recipient is sent a message that says what it is, and each that does not take it says why.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { resultOf, run } from "./command.ts";

let dir: string;
let port = 0;
const mails: string[] = [];
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["AUTH", "STARTTLS"],
  onData(stream, _session, done) {
    let text = "";
    stream.on("data", (part: Buffer) => (text += part.toString()));
    stream.on("end", () => {
      mails.push(text);
      done();
    });
  },
});

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "rollcall-notify-"));
  port = await new Promise((resolve) => {
    const server = smtp.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await writeFile(
    join(dir, "rollcall.yaml"),
    `sophos: { reader: { clientId: a, clientSecret: "env:NONE" } }
directories:
  - { name: corp, type: file, path: ./a.ldif, domain: { dns: corp.example.com, netbios: CORP }, retired: { disabledAccounts: true } }
notify:
  - { name: chat, type: slack, url: "env:NO_SUCH_URL" }
  - name: admins
    type: mail
    smtp: { host: localhost, port: ${port}, security: none }
    from: Rollcall <rollcall@example.com>
    to: [admins@example.com]
`,
  );
});
afterAll(async () => {
  await new Promise<void>((resolve) => {
    smtp.close(() => resolve());
  });
  await rm(dir, { recursive: true });
});

it("tells each that can be told, and of each other why not", async () => {
  const tested = await run(["notify", "test", "--json"], { cwd: dir });
  expect(tested.exit).toBe(4);
  expect(resultOf(tested)).toMatchObject({
    command: "notify test",
    recipients: [
      { name: "chat", code: "SECRET_UNREADABLE: The secret env:NO_SUCH_URL is not set." },
      { name: "admins", type: "mail" },
    ],
  });
  expect(mails).toHaveLength(1);
  expect(mails[0]).toContain("Subject: [Rollcall] Test message to admins");
}, 600_000);

it("says who there is when there is nobody of that name", async () => {
  const tested = await run(["notify", "test", "nobody"], { cwd: dir });
  expect(tested).toMatchObject({ exit: 2 });
  expect(tested.stderr).toContain("is none of chat, admins");
}, 600_000);
