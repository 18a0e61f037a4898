import { randomBytes, randomInt } from "node:crypto";
import type { Clock } from "../../ports/clock.ts";
import type { Ids } from "../../ports/ids.ts";

/** The counter has 12 bits; it starts in the lower half of them, so that as many again are left to count on. */
const COUNTER_END = 0xfff;
const COUNTER_START = 0x800;

/**
 * UUIDs of version 7 (RFC 9562, section 5.7) and random numbers. Node makes version 4 only, which would scatter our keys over
 * every index. Within one `Ids` each UUID sorts after the one before, also within a millisecond and when the clock is set
 * back: the 12 bits of rand_a are a counter (section 6.2, method 1).
 */
export function createIds(clock: Pick<Clock, "now">): Ids {
  let lastMs = 0;
  let counter = 0;
  const tick = (): void => {
    const now = clock.now();
    if (now > lastMs) {
      lastMs = now;
      counter = randomInt(COUNTER_START);
    } else if (counter < COUNTER_END) counter += 1;
    else {
      lastMs += 1;
      counter = randomInt(COUNTER_START);
    }
  };
  return {
    uuid: () => {
      tick();
      const tail = randomBytes(8);
      // The two bits of the variant (binary 10) stand before 62 random ones.
      tail.writeUInt8(0x80 | (tail.readUInt8(0) & 0x3f), 0);
      const hex = [
        lastMs.toString(16).padStart(12, "0"),
        (0x7000 | counter).toString(16),
        tail.toString("hex"),
      ].join("");
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
        "-",
      );
    },
    random: () => randomInt(2 ** 32) / 2 ** 32,
  };
}
