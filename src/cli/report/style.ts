/** The page's own style: light and dark by the reader's setting, black on white on paper. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1a1f27; --soft: #5a6472; --line: #d9dee5; --paper: #fff; --band: #f4f6f8;
  --keep: #1f7a45; --review: #8a5a00; --retire: #a3262f; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #a2acb9; --line: #3a424d; --paper: #14181d;
  --band: #1c222a; --keep: #6cc391; --review: #e0b25c; --retire: #f08a90; } }
@media print { :root { --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --band: #fff; --keep: #000; --review: #000;
  --retire: #000; } nav { display: none; } table { font-size: 8pt; } th button { pointer-events: none; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 1.5rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
p { max-width: 60rem; } .soft { color: var(--soft); }
nav a { margin-right: 1rem; color: inherit; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; padding: 0; list-style: none; }
.figures li { flex: 1 1 9rem; padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .4rem; }
.figures b { display: block; font-size: 1.6rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.keep { color: var(--keep); } .review { color: var(--review); } .retire { color: var(--retire); }
.warning ul { margin: 0; padding-left: 1.2rem; }
.warning { border-left: 4px solid var(--retire); padding: .5rem 1rem; background: var(--band); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
td.figure, th.figure { text-align: right; font-variant-numeric: tabular-nums; } td.instant { white-space: nowrap; }
nav { margin-bottom: 1rem; }
thead th { background: var(--band); }
th button { all: unset; cursor: pointer; font-weight: 600; } th button:focus-visible { outline: 2px solid; }
th[aria-sort="ascending"] button::after { content: " ▲"; } th[aria-sort="descending"] button::after { content: " ▼"; }
td ul { margin: 0; padding: 0; list-style: none; }
`;

/** Sorts a table by the column whose head is pressed; without script the page is whole, in its own order. */
export const SORTING = `
for (const button of document.querySelectorAll("th button")) button.addEventListener("click", () => {
  const head = button.parentElement, body = head.closest("table").tBodies[0], column = head.cellIndex;
  const down = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const value = (row) => row.cells[column].textContent;
  const order = new Intl.Collator(undefined, { numeric: true }).compare;
  const rows = [...body.rows].sort((a, b) => order(value(a), value(b)));
  body.append(...(down ? rows.reverse() : rows));
});
`;
