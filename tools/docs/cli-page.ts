import type { Argument, Command, Option } from "commander";
import type { Entrance } from "../../src/cli/app.ts";
import type { Io } from "../../src/cli/io.ts";
import { createProgram } from "../../src/cli/program.ts";
import { EXIT_TEXTS } from "./exit-texts.ts";
import { code, page, table } from "./markdown.ts";

const unused = (): never => {
  throw new Error("The documentation runs no command.");
};

const silent: Io = { data: unused, talk: unused, colour: false, interactive: false };

/** The command table alone is asked for. */
const idle: Entrance = { version: "", open: unused };

/** The command line as its own command table has it. */
export function cliPage(): string {
  const program = createProgram(idle, silent, [], new AbortController().signal, unused);
  return page("Command line", [
    program.description(),
    "In a clone, `npm run rollcall --` stands for `rollcall`: `npm run rollcall -- check --config prod.yaml`.",
    "## Conventions",
    "* Data goes to stdout, everything said about it to stderr.\n" +
      "* With `--json` the last line of stdout is the result as one JSON object; instants are RFC 3339 in UTC. When the command fails, " +
      'that line is `{"error":{"code":…,"message":…}}`.\n' +
      "* Colours follow the terminal, `NO_COLOR` and `FORCE_COLOR`; `--no-color` turns them off.\n" +
      "* Ctrl-C stops after the device under way; a second one stops at once.",
    "### Exit codes",
    table(
      ["code", "means"],
      EXIT_TEXTS.map(({ exit, means }) => [String(exit), means]),
    ),
    "Which fault gives which: [errors](errors.md).",
    ...shown(program).flatMap((command) => commandText(command, "rollcall")),
  ]);
}

// The library's own command for its completion scripts is not for people; `help` and `-h` explain themselves.
const HIDDEN = new Set(["complete", "help"]);

const shown = (command: Command): readonly Command[] =>
  command.commands.filter((child) => !HIDDEN.has(child.name()));

function commandText(command: Command, above: string): string[] {
  const name = `${above} ${command.name()}`;
  const children = shown(command);
  const args = command.registeredArguments;
  const { options } = command;
  return [
    `## ${name}`,
    sentence(command.description()),
    ...(children.length > 0
      ? []
      : [
          `Usage: ${code([name, ...args.map(argumentForm), optionsForm(options)].filter(Boolean).join(" "))}`,
        ]),
    ...(args.length === 0 ? [] : [table(["argument", "what"], args.map(argumentRow))]),
    ...(options.length === 0 ? [] : [table(["option", "what", "default"], options.map(optionRow))]),
    ...children.flatMap((child) => commandText(child, name)),
  ];
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

const argumentForm = (argument: Argument): string =>
  argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;

const optionsForm = (options: readonly Option[]): string => (options.length === 0 ? "" : "[options]");

const argumentRow = (argument: Argument): string[] => [
  code(argument.name()),
  argument.argChoices === undefined
    ? argument.description
    : `${argument.description}: ${argument.argChoices.join(", ")}`,
];

const optionRow = (option: Option): string[] => [
  code(option.flags),
  option.description,
  defaultOf(option) === "" ? "" : code(defaultOf(option)),
];

// A flag that is off unless given has no default worth telling, and neither has one that is on unless `--no-…`.
function defaultOf({ defaultValue }: Option): string {
  const value: unknown = defaultValue;
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}
