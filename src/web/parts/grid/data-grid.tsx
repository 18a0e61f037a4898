import { Checkbox } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useRef } from "react";
import type { Choosing, Column } from "./column.ts";
import { GridHead } from "./grid-head.tsx";
import "./grid.css";
import { useRoving } from "./roving.ts";

interface Props<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly nameOf: (item: T) => string;
  readonly onOpen?: (item: T) => void;
  /** The row that is shown in the panel. */
  readonly openKey?: string | undefined;
  readonly choosing?: Choosing;
  /** How many there are in all; -1 where that is not known. */
  readonly total: number;
  readonly more: () => void;
}

/**
 * A list of any length: only the rows in sight are drawn, and the next page is fetched when its end comes near.
 * Keys: arrows, Page Up and Down, Home, End; Enter opens, Space chooses.
 */
export function DataGrid<T>(props: Props<T>) {
  const { label, items, keyOf, nameOf, onOpen, openKey, choosing, total, more } = props;
  const narrow = useMediaQuery("(max-width: 48em)") ?? false;
  const columns = props.columns.filter(({ wideOnly }) => wideOnly !== true || !narrow);
  const body = useRef<HTMLDivElement>(null);
  const { virtual, current, onKeyDown, onFocusRow } = useRoving({
    body,
    rows: items.length,
    more,
    open: (index) => {
      const item = items[index];
      if (item !== undefined) onOpen?.(item);
    },
    choose: (index) => {
      const item = items[index];
      if (item !== undefined) choosing?.toggle(keyOf(item));
    },
  });
  const tracks = [...(choosing === undefined ? [] : ["44px"]), ...columns.map(({ width }) => width)].join(
    " ",
  );
  const first = choosing === undefined ? 1 : 2;
  return (
    <div
      className="grid"
      data-takes-out={choosing?.takesOut}
      role="grid"
      aria-label={label}
      aria-rowcount={total < 0 ? -1 : total + 1}
      aria-colcount={columns.length + first - 1}
      aria-multiselectable={choosing !== undefined}
      onKeyDown={onKeyDown}
    >
      <GridHead
        columns={columns}
        tracks={tracks}
        {...(choosing !== undefined && { choosing: { ...choosing, of: items.length } })}
      />
      <div role="rowgroup" className="grid-body" ref={body} tabIndex={-1}>
        <div role="presentation" className="grid-fill" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start, key: at }) => {
            const item = items[index];
            if (item === undefined) return null;
            const key = keyOf(item);
            const isChosen = choosing?.chosen.has(key) ?? false;
            return (
              <div
                role="row"
                key={at}
                data-index={index}
                aria-rowindex={index + 2}
                aria-selected={choosing === undefined ? key === openKey : isChosen}
                data-open={key === openKey || undefined}
                tabIndex={index === current ? 0 : -1}
                className="grid-row"
                style={{ transform: `translateY(${start}px)`, gridTemplateColumns: tracks }}
                onFocus={onFocusRow(index)}
                onClick={() => onOpen?.(item)}
              >
                {choosing !== undefined && (
                  // The cell takes the click, so that a near miss chooses instead of opening.
                  <div role="gridcell" aria-colindex={1} onClick={(event) => event.stopPropagation()}>
                    <Checkbox
                      size="xs"
                      tabIndex={-1}
                      checked={isChosen}
                      onChange={() => choosing.toggle(key)}
                      aria-label={`Choose ${nameOf(item)}`}
                    />
                  </div>
                )}
                {columns.map(({ id, cell, numeric }, column) => (
                  <div
                    role="gridcell"
                    key={id}
                    aria-colindex={column + first}
                    className={numeric === true ? "grid-number" : undefined}
                  >
                    {cell(item)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
