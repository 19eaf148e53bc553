import type { Files, Host } from "../runtime/ports.ts";
import { type ProgramHeader, programHeaderBytes, readProgramHeader } from "../runtime/program-header.ts";
import { executionFailure } from "./executable.ts";

/** Why the operating system did not execute a file, with a stable code. */
export interface ExecutionFailure {
  code: "WRONG_ARCHITECTURE" | "CANNOT_EXECUTE";
  message: string;
  /** The file is not to blame, but the machine as it is now. */
  blameless: boolean;
}

/** What is wrong with a file itself: it is no program here, or lacks what it names. Everything else is the machine's. */
const ofFile: ReadonlySet<string> = new Set(["ENOEXEC", "ENOENT"]);

export interface ExplainOptions {
  executable: string;
  /** errno name of the refusal. */
  code: string;
  files: Pick<Files, "readHead">;
  host: Pick<Host, "os" | "arch">;
}

/** What the operating system's refusal to execute a file means, as exactly as the file itself tells. */
export async function explainExecutionFailure(options: ExplainOptions): Promise<ExecutionFailure> {
  const { executable, code, host } = options;
  const header = await headerOf(options);
  const here = `${host.os}/${host.arch}`;
  if (code === "ENOEXEC" && header.is === "binary" && header.system !== here) {
    const message = `${executable} is built for ${header.system}, this machine is ${here}`;
    return { code: "WRONG_ARCHITECTURE", message, blameless: false };
  }
  const missing = code === "ENOENT" ? missingHelper(header) : undefined;
  const message =
    missing === undefined ? executionFailure(executable, code) : `${executable} cannot be started: ${missing}`;
  return { code: "CANNOT_EXECUTE", message, blameless: !ofFile.has(code) };
}

/** A file that is there but was not found lacks what it needs: the interpreter of a script, the loader of a program. */
function missingHelper(header: ProgramHeader): string | undefined {
  if (header.is === "script" && header.interpreter.endsWith("\r")) {
    return "its first line ends with a carriage return; save it with Unix line ends";
  }
  if (header.is === "script" && header.interpreter !== "") {
    return `its interpreter ${header.interpreter} is not on this machine`;
  }
  if (header.is !== "binary" || header.loader === undefined) return undefined;
  return `its dynamic loader ${header.loader} is not on this machine (a build for another C library?)`;
}

/** A file may be executable and not readable. */
async function headerOf({ executable, files }: ExplainOptions): Promise<ProgramHeader> {
  try {
    return readProgramHeader(await files.readHead(executable, programHeaderBytes));
  } catch {
    return { is: "unknown" };
  }
}
