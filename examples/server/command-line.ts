import { homedir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { ArgsDef } from "citty";

import { errorMessage } from "../../src/runtime/error-message.ts";

/** The flags of the example server, in citty's form. */
export const flags = {
  "opamp-port": { type: "string", description: "Agents connect to this port; 0 = any free one", default: "4320" },
  "file-port": {
    type: "string",
    description: "Agents fetch packages from this port; 0 = any free one",
    default: "4322",
  },
  "page-port": {
    type: "string",
    description: "The page is on this port of 127.0.0.1; 0 = any free one",
    default: "4321",
  },
  hostname: { type: "string", description: "Address that agents connect to", default: "127.0.0.1" },
  "data-directory": {
    type: "string",
    description: "Keeps agents, configurations, certificates and packages",
    default: join(process.env["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "opamp-example-server"),
  },
  "insecure-ws": { type: "boolean", description: "Plain ws: for agents instead of wss:", default: false },
} as const satisfies ArgsDef;

/** A command line that cannot be meant. */
export class UsageError extends Error {
  readonly code = "USAGE";
  override name = "UsageError";
}

/** citty takes unknown flags and flags without their value in silence. Throws a `UsageError` for either. */
export function checkFlags(args: readonly string[]): void {
  const options = Object.fromEntries(Object.entries(flags).map(([name, { type }]) => [name, { type }] as const));
  try {
    parseArgs({ args: [...args], options, strict: true, allowPositionals: false });
  } catch (error) {
    throw new UsageError(errorMessage(error), { cause: error });
  }
}

/** Throws a `UsageError` for what is no port: a whole number from 0 to 65535. */
export function portOf(flag: string, text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--${flag} must be a port from 0 to 65535: it is "${text}"`);
}
