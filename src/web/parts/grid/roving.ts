import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from "react";

const ROW_HEIGHT = 40;
/** So many rows before the end the next page is fetched: it is there before a person gets there. */
const EARLY = 30;

interface Grid {
  readonly body: RefObject<HTMLDivElement | null>;
  readonly rows: number;
  readonly more: () => void;
  readonly open: (index: number) => void;
  readonly choose: (index: number) => void;
}

/** One row takes the Tab key, arrows move it; the rows in sight and the way of the focus through those that are not drawn yet. */
export function useRoving({ body, rows, more, open, choose }: Grid) {
  const [active, setActive] = useState(0);
  const wanted = useRef<number | undefined>(undefined);
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => body.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows - EARLY) more();
  }, [last, rows, more]);
  // A row can take the focus once it is drawn.
  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = body.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (row === null || row === undefined) return;
    row.focus({ preventScroll: true });
    wanted.current = undefined;
  });
  const current = Math.min(active, Math.max(0, rows - 1));
  const go = (index: number): void => {
    const next = Math.max(0, Math.min(rows - 1, index));
    wanted.current = next;
    virtual.scrollToIndex(next, { align: "auto" });
    setActive(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if ((event.target as HTMLElement).dataset["index"] === undefined) return;
    const page = Math.max(1, Math.floor((body.current?.clientHeight ?? ROW_HEIGHT) / ROW_HEIGHT) - 1);
    const does: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(current + 1),
      ArrowUp: () => go(current - 1),
      PageDown: () => go(current + page),
      PageUp: () => go(current - page),
      Home: () => go(0),
      End: () => go(rows - 1),
      Enter: () => open(current),
      " ": () => choose(current),
    };
    const act = does[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const onFocusRow = (index: number) => (event: FocusEvent<HTMLDivElement>) => {
    if (event.target === event.currentTarget) setActive(index);
  };
  return { virtual, current, onKeyDown, onFocusRow };
}
