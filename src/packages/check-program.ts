import type { Files, Host } from "../runtime/ports.ts";
import { programHeaderBytes, readProgramHeader } from "../runtime/program-header.ts";

export interface CheckProgramOptions {
  /** Where the program is to run. */
  target: Pick<Host, "os" | "arch">;
  files: Pick<Files, "readHead">;
}

export type ProgramVerdict =
  { kind: "fits" } | { kind: "refused"; code: "NOT_A_PROGRAM" | "WRONG_SYSTEM"; message: string };

/**
 * Whether a file is a program for this system and architecture, by its header, before anything runs it. A system that would emulate
 * another architecture is not relied on. A script fits every Unix, as `agent.executable` may be one. Rejects where the file cannot
 * be read.
 */
export async function checkProgram(path: string, { target, files }: CheckProgramOptions): Promise<ProgramVerdict> {
  const header = readProgramHeader(await files.readHead(path, programHeaderBytes));
  const here = `${target.os}/${target.arch}`;
  const wrong = (what: string): ProgramVerdict => {
    return { kind: "refused", code: "WRONG_SYSTEM", message: `the program is ${what}; this machine is ${here}` };
  };
  switch (header.is) {
    case "binary":
      return header.system === here ? { kind: "fits" } : wrong(`built for ${header.system}`);
    case "universal":
      return header.systems.includes(here)
        ? { kind: "fits" }
        : wrong(`built for ${header.systems.join(", ") || "others"}`);
    case "script":
      return target.os === "windows" ? wrong("a script, which Windows does not run") : { kind: "fits" };
    case "unknown":
      break;
  }
  return { kind: "refused", code: "NOT_A_PROGRAM", message: "the file is no program that is known here" };
}
