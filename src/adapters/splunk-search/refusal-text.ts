import { ExportProblem } from "../directory-export/export-problem.ts";
import { StreamBroken } from "../system/http-stream.ts";
import { partOf, saidText } from "./answer-line.ts";
import { linesOf } from "./answer-lines.ts";

/** A refusal is one short message; more is a page of something else. */
const LARGEST = 16 * 1024;

async function* beginning(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > LARGEST) return;
    yield chunk;
  }
}

/** Splunk's own words in a refusal, such as what is wrong with the search; undefined where it has none that are legible. */
export async function refusalText(bytes: AsyncIterable<Uint8Array>): Promise<string | undefined> {
  try {
    for await (const line of linesOf(beginning(bytes))) {
      const message = partOf(line)?.messages[0];
      if (message !== undefined) return saidText(message);
    }
  } catch (error) {
    // What refuses has been told by its status already: these words only explain it.
    if (!(error instanceof ExportProblem || error instanceof StreamBroken)) throw error;
  }
  return undefined;
}
