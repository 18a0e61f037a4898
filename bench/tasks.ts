// Each task is loaded when it is run: its memory may be what is measured.

/** Runs one task in this process and sends its answer to the parent. */
export async function runTask(task: string, input: unknown): Promise<void> {
  process.send?.(await perform(task, input));
}

async function perform(task: string, input: unknown): Promise<object> {
  switch (task) {
    case "central": {
      const { serveCentral } = await import("./serve-central.ts");
      return serveCentral(input as Parameters<typeof serveCentral>[0]);
    }
    case "create-store": {
      const { createStore } = await import("./create-store.ts");
      return createStore(input as Parameters<typeof createStore>[0]);
    }
    case "collect": {
      const { collectOnce } = await import("./collect-once.ts");
      return collectOnce(input as Parameters<typeof collectOnce>[0]);
    }
    case "assess": {
      const { assessFleet } = await import("./assess-fleet.ts");
      return assessFleet(input as Parameters<typeof assessFleet>[0]);
    }
    case "ask-api": {
      const { askApi } = await import("./ask-api.ts");
      return askApi(input as Parameters<typeof askApi>[0]);
    }
    case "move-fleet": {
      const { moveFleet } = await import("./move-fleet.ts");
      return moveFleet(input as Parameters<typeof moveFleet>[0]);
    }
    case "take-rate": {
      const { takeRate } = await import("./take-rate.ts");
      return takeRate(input as Parameters<typeof takeRate>[0]);
    }
    default:
      throw new Error(`no task is called ${task}`);
  }
}
