import type { ReactNode } from "react";

/** One column of a grid. */
export interface Column<T> {
  readonly id: string;
  readonly title: string;
  /** Of CSS grid: `120px`, `minmax(140px, 1fr)`. */
  readonly width: string;
  readonly cell: (item: T) => ReactNode;
  /** Left out where there is no room. */
  readonly wideOnly?: boolean;
  readonly numeric?: boolean;
  /** How the list stands by this column, and what pressing its head does. */
  readonly sorted?: { readonly as: "ascending" | "descending" | "none"; readonly toggle: () => void };
}

/** Which rows are chosen, for a deed on several. */
export interface Choosing {
  readonly chosen: ReadonlySet<string>;
  readonly toggle: (key: string) => void;
  readonly toggleAll: () => void;
  /** Everything is chosen to begin with: what is taken out stands out instead. */
  readonly takesOut?: boolean;
}
