import { once } from "node:events";
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { stepClock } from "../../../test/build/step-clock.ts";
import type { DirectoryName } from "../../core/model/ids.ts";
import { ldapsAddress, openConnection, requireSafeSettings, type ConnectionSettings } from "./connect.ts";
import { openLdapDirectory } from "./ldap-source.ts";

const settings = (change: Partial<ConnectionSettings> = {}): ConnectionSettings => ({
  name: "corp" as DirectoryName,
  url: "ldaps://dc1.corp.example.com",
  bind: { user: "reader", password: "secret" },
  tls: {},
  timeouts: { connectMs: 300, answerMs: 300 },
  ...change,
});

describe("a directory's url", () => {
  it.each([
    ["ldaps://dc1.corp.example.com", "dc1.corp.example.com", 636],
    ["ldaps://dc1.corp.example.com:1636", "dc1.corp.example.com", 1636],
    ["ldaps://[::1]:636", "::1", 636],
  ])("%s leads to %s, port %i", (url, host, port) => {
    expect(ldapsAddress("corp" as DirectoryName, url)).toStrictEqual({ host, port });
  });
  it.each([
    "ldap://dc1.corp.example.com",
    "ldap://dc1.corp.example.com:636",
    "https://dc1.corp.example.com",
    "dc1.corp.example.com",
    "ldaps://",
    "",
    "ldaps://dc1.corp.example.com:3268",
    "ldaps://dc1.corp.example.com:3269",
  ])("%j is refused before anything is sent", (url) => {
    expect(() => {
      requireSafeSettings(settings({ url }));
    }).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  });
});

describe("a bind", () => {
  it.each([
    { user: "reader", password: "" },
    { user: "", password: "secret" },
  ])("that would be anonymous is refused: %j", (bind) => {
    expect(() => {
      requireSafeSettings(settings({ bind }));
    }).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  });
});

describe("the page size", () => {
  it.each([0, -1, 1.5, 1_001, Number.NaN])("cannot be %d: nothing stands for unlimited", (pageSize) => {
    const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
    const retired = { ous: [], disabledAccounts: true, deletedObjects: false };
    const rest = { baseDn: "DC=corp", retired, vipGroups: [], clock: stepClock(), log };
    expect(() => openLdapDirectory({ ...settings(), ...rest, pageSize })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID" }),
    );
  });
});

describe("a server", () => {
  const open = (port: number, signal = new AbortController().signal): Promise<unknown> =>
    openConnection(settings({ url: `ldaps://localhost:${port}` }), signal, () => undefined);

  it("that does not listen is unreachable", async () => {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address() as { port: number };
    server.close();
    await once(server, "close");
    await expect(open(address.port)).rejects.toMatchObject({ code: "DIRECTORY_UNREACHABLE" });
  });

  it.each([
    ["accepts and says nothing", "", "DIRECTORY_UNREACHABLE"],
    ["speaks no TLS", "220 mail.example.com ready\r\n", "DIRECTORY_TLS"],
  ])("that %s is told as %s", async (_, greeting, code) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      if (greeting !== "") socket.write(greeting);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    await expect(open((server.address() as { port: number }).port)).rejects.toMatchObject({ code });
    server.close();
  });

  it("is not asked at all once the reading is cancelled", async () => {
    await expect(open(1, AbortSignal.abort())).rejects.toMatchObject({ code: "CANCELLED" });
  });
});
