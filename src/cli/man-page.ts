import type { Command } from "./command.ts";
import { commands, defaultCommand } from "./commands.ts";
import { exitCodeText } from "./exit-codes.ts";
import { type Flag, helpFlag } from "./flags.ts";

/** The manual page `opampsupervisor(1)` in the macros of man(7), made from the commands themselves. */
export async function manPage(): Promise<string> {
  const all = await Promise.all(Object.entries(commands).map(async ([name, load]) => [name, await load()] as const));
  const [, main] = all.find(([name]) => name === defaultCommand) ?? [];
  if (main === undefined) throw new Error(`there is no command ${defaultCommand}`);
  return [
    '.\\" Made by "npm run generate" from the commands themselves.',
    ".TH OPAMPSUPERVISOR 1",
    ".SH NAME",
    `opampsupervisor \\- ${escaped(lowered(main.description))}`,
    ".SH SYNOPSIS",
    ...all.flatMap(([name, command], index) => [...(index === 0 ? [] : [".br"]), ...synopsis(name, command)]),
    ".SH DESCRIPTION",
    ...paragraphs(description).slice(1),
    ".SH OPTIONS",
    ...flagLines(main),
    ".SH COMMANDS",
    ...all.filter(([name]) => name !== defaultCommand).flatMap(([name, command]) => chapter(name, command)),
    ".SH EXIT STATUS",
    ...exitCodeText.flatMap(([code, meaning]) => [".TP", `.B ${code}`, escaped(meaning)]),
    ".SH ENVIRONMENT",
    ...environment.flatMap(([name, meaning]) => [".TP", `.B ${name}`, escaped(meaning)]),
    ".SH FILES",
    ...files.flatMap(([path, meaning]) => [".TP", `.I ${escaped(path)}`, escaped(meaning)]),
    ".SH EXAMPLES",
    ...examplesOf(main).slice(1),
    ".SH SEE ALSO",
    ".BR systemd.service (5)",
    "",
  ].join("\n");
}

const description = `It starts an OpenTelemetry Collector, keeps it alive, takes configuration,
packages, connection settings and commands for it from an OpAMP server, applies
each of them safely, and tells the server what runs.

Without a command it runs, until SIGTERM or SIGINT. The other commands look at
configuration and machine, or speak to a supervisor that runs.`;

const environment = [
  [
    "HTTPS_PROXY, HTTP_PROXY, NO_PROXY",
    "The proxy of the connection to the server, where server.proxy_url is not set.",
  ],
  ["SSL_CERT_FILE, SSL_CERT_DIR", "The authorities that are trusted, in place of the system's."],
  ["NO_COLOR", "Nothing is coloured."],
  ["FORCE_COLOR", "Colours also where standard output is no terminal; with 0 or false never."],
] as const;

const files = [
  ["supervisor.yaml", "The configuration, as --config names it. `opampsupervisor schema` prints its schema."],
  ["/var/lib/otelcol/supervisor", "The storage directory, unless storage.directory says otherwise."],
] as const;

function synopsis(name: string, { flags, operands }: Command): string[] {
  const all: [string, Flag][] = Object.entries(flags);
  const parts = all.map(([flag, facts]) => `[${flagText(flag, facts)}]`);
  const words = operands === undefined ? [] : [operandText(operands)];
  const command = name === defaultCommand ? "" : ` ${name}`;
  return [`.B opampsupervisor${escaped(command)}`, ...parts, ...words];
}

function operandText({ hint, least, most = Infinity }: NonNullable<Command["operands"]>): string {
  const several = most > 1 ? `\\fI${escaped(hint)}\\fR ...` : `\\fI${escaped(hint)}\\fR`;
  return least > 0 ? several : `[${several}]`;
}

function flagText(name: string, { type, valueHint = "VALUE", alias }: Flag): string {
  const short = alias === undefined ? "" : `\\fB${escaped(`-${alias}`)}\\fR, `;
  const value = type === "boolean" ? "" : `=\\fI${escaped(valueHint)}\\fR`;
  return `${short}\\fB${escaped(`--${name}`)}\\fR${value}`;
}

function flagLines({ flags }: Pick<Command, "flags">): string[] {
  const all: [string, Flag][] = Object.entries({ ...flags, ...helpFlag });
  return all.flatMap(([name, flag]) => [".TP", flagText(name, flag), `${escaped(flag.description)}.`]);
}

function chapter(name: string, command: Command): string[] {
  const { description: what, operands, flags } = command;
  const words =
    operands === undefined ? [] : [".TP", `\\fI${escaped(operands.hint)}\\fR`, `${escaped(operands.description)}.`];
  return [
    `.SS ${escaped(name)}`,
    escaped(what),
    ...words,
    ...flagLines({ flags }),
    ...proseOf(command),
    ...examplesOf(command),
  ];
}

/** What stands in the help before its examples. */
function proseOf({ afterFlags = "" }: Command): string[] {
  const [prose = ""] = afterFlags.split("\nEXAMPLES\n");
  return prose.trim() === "" ? [] : paragraphs(prose);
}

function examplesOf({ afterFlags = "" }: Command): string[] {
  const [, examples = ""] = afterFlags.split("\nEXAMPLES\n");
  const lines = examples.split("\n").flatMap((line) => (line.trim() === "" ? [] : [escaped(line.trim())]));
  return lines.length === 0 ? [] : [".PP", ".nf", ".RS 4", ...lines, ".RE", ".fi"];
}

/** Paragraphs are filled anew; what is indented keeps its lines. */
function paragraphs(text: string): string[] {
  return text
    .trim()
    .split(/\n{2,}/)
    .flatMap((paragraph) =>
      /^ {2}/.test(paragraph)
        ? [".PP", ".nf", ".RS 4", ...paragraph.split("\n").map((line) => escaped(line.trim())), ".RE", ".fi"]
        : [".PP", ...paragraph.split("\n").map(escaped)],
    );
}

function lowered(text: string): string {
  const plain = text.replace(/\.$/, "");
  return plain.charAt(0).toLowerCase() + plain.slice(1);
}

/** For roff: backslashes and hyphens are themselves, and no line is taken for a request. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("`", "")
    .replace(/^([.'])/, "\\&$1");
}
