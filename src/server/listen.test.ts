// The transport alone: what a stranger may send, and how it ends.
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createTls } from "../simulator/tls.ts";
import type { ApiAnswer, ApiCall } from "./api-call.ts";
import { listen, type Listening, type ListenOptions } from "./listen.ts";

let listening: Listening | undefined;
afterEach(async () => {
  await listening?.close();
  listening = undefined;
});

const echo = async ({ method, target, headers, body }: ApiCall): Promise<ApiAnswer> =>
  Promise.resolve({
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ method, target, sent: headers["x-sent"], bytes: body.length }),
  });

async function started(parts: Partial<ListenOptions> = {}): Promise<URL> {
  listening = await listen({
    host: "127.0.0.1",
    port: 0,
    tls: undefined,
    answer: echo,
    onError: (error) => ({ status: 500, headers: {}, body: String(error) }),
    ...parts,
  });
  return new URL(listening.url);
}

interface Got {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const send = async (
  url: URL,
  { method = "POST", path = "/", body = "", headers = {}, ca = "" } = {},
): Promise<Got> =>
  new Promise((resolve, reject) => {
    const options = { method, path, host: url.hostname, port: url.port, headers, agent: false };
    const done = (answer: import("node:http").IncomingMessage): void => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      answer.on("end", () => {
        resolve({ status: answer.statusCode, headers: answer.headers, text });
      });
    };
    const sending =
      url.protocol === "https:"
        ? httpsRequest({ ...options, ca, servername: "localhost" }, done)
        : httpRequest(options, done);
    sending.on("error", reject);
    sending.end(body);
  });

describe("where only a proxy is to be answered", () => {
  it("nobody else is, however they ask", async () => {
    const url = await started({ admits: (peer) => peer !== "127.0.0.1" });
    await expect(send(url)).rejects.toMatchObject({ code: "ECONNRESET" });
    await listening?.close();
    expect((await send(await started({ admits: (peer) => peer === "127.0.0.1" }))).status).toBe(200);
  });
});

describe("listening", () => {
  it("gives method, target and body byte by byte, and the answer with its length and no cache", async () => {
    const got = await send(await started(), {
      path: "/a%2Fb?c=%20d",
      body: "é",
      headers: { "x-sent": "1" },
    });
    expect(got).toMatchObject({ status: 200, headers: { "cache-control": "no-store" } });
    expect(JSON.parse(got.text)).toEqual({ method: "POST", target: "/a%2Fb?c=%20d", sent: "1", bytes: 2 });
  });

  it("takes 16 KiB and not a byte more, and says so", async () => {
    const url = await started();
    expect((await send(url, { body: "x".repeat(16 * 1024) })).status).toBe(200);
    const over = await send(url, { body: "x".repeat(16 * 1024 + 1) });
    expect(over.status).toBe(413);
    expect(JSON.parse(over.text)).toMatchObject({ code: "body_too_large" });
  });

  it("takes no headers beyond 8 KiB", async () => {
    const got = await send(await started(), { headers: { "x-long": "x".repeat(9_000) } });
    expect(got.status).toBe(431);
  });

  it("speaks TLS with the key and certificate that it was given", async () => {
    const tls = await createTls();
    const url = await started({ tls });
    expect(url.protocol).toBe("https:");
    expect((await send(url, { ca: tls.ca })).status).toBe(200);
    await expect(send(url)).rejects.toThrow("certificate");
  });

  it("answers what an error means, and goes on", async () => {
    const url = await started({ answer: async () => Promise.reject(new Error("broken")) });
    expect(await send(url)).toMatchObject({ status: 500, text: "Error: broken" });
    expect((await send(url)).status).toBe(500);
  });

  it("outlives a sender who goes in the middle of a request", async () => {
    const url = await started();
    await new Promise<void>((resolve) => {
      const socket = connect(Number(url.port), url.hostname, () => {
        socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nbegun");
        setImmediate(() => socket.destroy());
      });
      socket.on("close", () => {
        resolve();
      });
    });
    expect((await send(url)).status).toBe(200);
  });

  it("lets what is being answered end when it stops, and takes nothing more", async () => {
    let begun = (): void => {};
    let finish = (): void => {};
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const mayFinish = new Promise<void>((resolve) => (finish = resolve));
    const url = await started({
      answer: async (call) => {
        begun();
        await mayFinish;
        return echo(call);
      },
    });
    const answer = send(url);
    await hasBegun;
    const closed = listening?.close();
    finish();
    expect((await answer).status).toBe(200);
    await closed;
    listening = undefined;
    await expect(send(url)).rejects.toThrow("ECONNREFUSED");
  });

  it("says why it cannot listen", async () => {
    const url = await started();
    const second = listen({
      host: "127.0.0.1",
      port: Number(url.port),
      tls: undefined,
      answer: echo,
      onError: () => ({ status: 500, headers: {}, body: "" }),
    });
    await expect(second).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
