import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Reply } from "./envelope.ts";
import type { DeliveryFault } from "./fault-action.ts";

const textOf = (reply: Reply): string =>
  reply.body === undefined
    ? ""
    : reply.contentType !== undefined && typeof reply.body === "string"
      ? reply.body
      : JSON.stringify(reply.body);

/** Cuts bytes into so many pieces of about the same length. */
function cut(bytes: Buffer, pieces: number): readonly Buffer[] {
  const length = Math.max(1, Math.ceil(bytes.length / Math.max(1, pieces)));
  return Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
    bytes.subarray(index * length, (index + 1) * length),
  );
}

/** Writes a reply out, spoilt on the way if a fault says so. `date` is epoch milliseconds for the Date header. */
export async function deliver(
  response: ServerResponse,
  reply: Reply,
  delivery: DeliveryFault | undefined,
  date: number,
  signal: AbortSignal,
): Promise<void> {
  const whole = Buffer.from(textOf(reply));
  const isCut = delivery?.kind === "truncate";
  const bytes = isCut ? whole.subarray(0, whole.length >> 1) : whole;
  const announced = isCut && delivery.how === "length" ? whole.length : bytes.length;

  response.sendDate = false; // Node's own date is the real clock's
  response.writeHead(reply.status, {
    date: new Date(date).toUTCString(),
    ...(reply.body === undefined ? {} : { "content-type": reply.contentType ?? "application/json" }),
    "content-length": String(announced),
    ...reply.headers,
  });
  if (announced !== bytes.length) {
    // Once what there is has left, the connection goes.
    response.write(bytes, () => response.socket?.destroy());
    return;
  }
  if (delivery?.kind === "slowBody") {
    response.flushHeaders();
    for (const piece of cut(bytes, delivery.pieces)) {
      await sleep(delivery.pauseMs, undefined, { signal });
      response.write(piece);
    }
    response.end();
    return;
  }
  response.end(bytes);
}
