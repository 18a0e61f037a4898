import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { LiveEvent, type RunView } from "../../api/runs.ts";

/** What the server says is happening right now. */
export interface Live {
  readonly run?: RunView;
  readonly progress?: {
    readonly run: string;
    readonly text: string;
    readonly done?: number;
    readonly of?: number;
  };
}

let live: Live = {};
const watchers = new Set<() => void>();
const set = (next: Live): void => {
  live = next;
  for (const watcher of watchers) watcher();
};

export const useLive = (): Live =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => live,
  );

/** Which routes show what, so that they are read again when it has changed. */
const SHOWN_BY: Readonly<Record<Extract<LiveEvent, { kind: "changed" }>["what"], readonly string[]>> = {
  cases: ["listCases", "readCase", "readOverview", "readDevice"],
  brake: ["readOverview"],
  plans: ["listPlans", "readPlan", "readOverview"],
  outbox: ["listSinks", "readOverview"],
  assessments: ["listDevices", "readDevice", "readOverview", "listTenants", "listFindings", "readSilence"],
  holds: ["listHolds", "readDevice", "listDevices", "readOverview"],
};
const SHOWS_RUNS = ["listRuns", "readRun", "readOverview", "listPlans", "readPlan", "listDeletions"];

/** Listens to the server's events for as long as the shell is shown; the browser connects again by itself. */
export function useEvents(): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource("/api/v1/events");
    const again = (routes: readonly string[]): void => {
      void client.invalidateQueries({ predicate: ({ queryKey }) => routes.includes(String(queryKey[0])) });
    };
    const onMessage = (message: MessageEvent<string>): void => {
      const read = LiveEvent.safeParse(JSON.parse(message.data));
      // A newer server may tell of more than this console knows.
      if (!read.success) return;
      const event = read.data;
      if (event.kind === "changed") again(SHOWN_BY[event.what]);
      else if (event.kind === "run") {
        set(event.run.state === "running" ? { ...live, run: event.run } : {});
        again(SHOWS_RUNS);
      } else {
        const { run, text, done, of } = event;
        set({
          ...live,
          progress: { run, text, ...(done !== undefined && { done }), ...(of !== undefined && { of }) },
        });
      }
    };
    let wasOpen = false;
    const onOpen = (): void => {
      // What happened while nobody listened is told to nobody.
      if (wasOpen) {
        set({});
        void client.invalidateQueries();
      }
      wasOpen = true;
    };
    source.addEventListener("message", onMessage);
    source.addEventListener("open", onOpen);
    return () => source.close();
  }, [client]);
}
