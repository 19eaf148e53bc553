import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const directory = join(import.meta.dir, "../../fixtures/opamp");

/** One recorded WebSocket message, header included. */
export interface Recording {
  /** Who sent it, and what: `go-client-full-state`. */
  name: string;
  frame: Uint8Array;
}

/** What agents said, and what servers said. */
export const corpus = { agents: read("agent-to-server"), servers: read("server-to-agent") } as const;

function read(folder: string): readonly Recording[] {
  const names = readdirSync(join(directory, folder)).filter((name) => name.endsWith(".bin"));
  return names.sort().map((name) => ({
    name: name.replace(/\.bin$/, ""),
    frame: Uint8Array.from(readFileSync(join(directory, folder, name))),
  }));
}
