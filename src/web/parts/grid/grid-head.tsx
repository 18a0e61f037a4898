import { Checkbox } from "@mantine/core";
import type { Choosing, Column } from "./column.ts";

interface Props<T> {
  readonly columns: readonly Column<T>[];
  readonly tracks: string;
  readonly choosing?: Choosing & { readonly of: number };
}

const ARROW = { ascending: "↑", descending: "↓", none: "↕" } as const;

/** Outside of what scrolls: a head that sticks would hide the row with the focus. */
export function GridHead<T>({ columns, tracks, choosing }: Props<T>) {
  const first = choosing === undefined ? 1 : 2;
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1} className="grid-row" style={{ gridTemplateColumns: tracks }}>
        {choosing !== undefined && (
          <div role="columnheader" aria-colindex={1}>
            <Checkbox
              size="xs"
              checked={choosing.of > 0 && choosing.chosen.size === choosing.of}
              indeterminate={choosing.chosen.size > 0 && choosing.chosen.size < choosing.of}
              onChange={choosing.toggleAll}
              aria-label="Choose all that are shown"
            />
          </div>
        )}
        {columns.map(({ id, title, sorted, numeric }, index) => (
          <div
            role="columnheader"
            key={id}
            aria-colindex={index + first}
            aria-sort={sorted?.as}
            className={numeric === true ? "grid-number" : undefined}
          >
            {sorted === undefined ? (
              title
            ) : (
              <button type="button" className="grid-sort" onClick={sorted.toggle}>
                {title}
                <span aria-hidden>{ARROW[sorted.as]}</span>
              </button>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
