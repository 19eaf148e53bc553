import { errorCode } from "../runtime/error-code.ts";
import type { LogOutputs } from "../runtime/log-output.ts";
import { createLogOutputs } from "../runtime/shared/log-output.ts";
import { type Arguments, nearestWord, readArguments } from "./arguments.ts";
import { type Call, exitCodes } from "./command.ts";
import { commands, defaultCommand } from "./commands.ts";
import { helpFlag } from "./flags.ts";

/** Runs the program for these arguments. Returns the exit code. */
export async function runCli(args: readonly string[]): Promise<number> {
  const outputs = createLogOutputs();
  const print = (text: string, code: number = exitCodes.ok) => printTo(outputs, text, code);
  const refuse = (...problems: string[]) => {
    problems.forEach((problem) => complain(outputs, problem));
    return exitCodes.usage;
  };
  const fail = (problem: string, code: number = exitCodes.failure) => {
    complain(outputs, problem);
    return code;
  };
  const [first = ""] = args;
  const isWord = first !== "" && !first.startsWith("-");
  const name = isWord ? first : defaultCommand;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) return refuse(unknownCommand(name));
  const command = await load();
  const flags = { ...command.flags, ...helpFlag };
  const read = readArguments(args.slice(isWord ? 1 : 0), flags, command.operands);
  if (!read.understood) return refuse(`${read.problem}${misplacedCommand(read)} (--help lists the flags)`);
  if (read.set.has("help")) {
    const { helpText } = await import("./help.ts");
    return print(await helpText(name, command));
  }
  const { operands = { hint: "", least: 0 } } = command;
  if (read.operands.length < operands.least) return refuse(`${operands.hint} is needed (--help lists the flags)`);
  const call: Call = { ...read, outputs, commands: { commands, defaultCommand }, print, refuse, fail };
  return await command.run(call);
}

/** A command behind other words is one too many, and may be the only one that was meant. */
function misplacedCommand({ surplus }: Extract<Arguments, { understood: false }>): string {
  const meant = surplus === undefined ? undefined : nearestWord(surplus, Object.keys(commands));
  return meant === undefined ? "" : `; the command comes first: opampsupervisor ${meant}`;
}

function unknownCommand(name: string): string {
  const names = Object.keys(commands);
  const meant = nearestWord(name, names);
  const near = meant === undefined ? `there are ${names.join(", ")}` : `did you mean ${meant}?`;
  return `unknown command: ${name}; ${near} (--help lists the flags)`;
}

/** A reader that has seen enough, such as `head`, is no failure. */
function printTo(outputs: LogOutputs, text: string, whenPrinted: number): number {
  try {
    outputs.open("stdout").write(text);
    return whenPrinted;
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    if (code === "EPIPE") return whenPrinted;
    complain(outputs, `cannot write to standard output: ${code}`);
    return exitCodes.failure;
  }
}

/** Where standard error is gone, the exit code alone has to tell. */
function complain(outputs: LogOutputs, text: string): void {
  try {
    outputs.open("stderr").write(`opampsupervisor: ${text}`);
  } catch {
    return;
  }
}
