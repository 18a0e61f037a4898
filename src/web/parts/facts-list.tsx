import { Moment } from "./moment.tsx";
import { nameOf } from "./words.ts";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function Shown({ value }: { readonly value: unknown }) {
  if (typeof value === "string") return INSTANT.test(value) ? <Moment at={value} /> : value;
  if (typeof value === "number") return <span className="num">{String(value)}</span>;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length === 0 ? "none" : value.map(String).join(", ");
  if (typeof value === "object" && value !== null && "unknown" in value)
    return `unknown (${String(value.unknown)})`;
  return JSON.stringify(value) ?? "unknown";
}

/** Coded facts, name by name: what a reason, a finding or an entry rests on. */
export function FactsList({ facts }: { readonly facts: Readonly<Record<string, unknown>> }) {
  const entries = Object.entries(facts);
  if (entries.length === 0) return null;
  return (
    <dl className="facts">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{nameOf(name)}</dt>
          <dd>
            <Shown value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
