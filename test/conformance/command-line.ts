import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { errorMessage } from "../../src/runtime/error-message.ts";
import type { RawServerOptions } from "./peer/raw-server.ts";
import type { Transport } from "./peer/transport.ts";
import type { OutsideServer } from "./subject/outside.ts";

export const usage = `Tries the rules of OpAMP.

  bun run conformance --server URL    a server, by a URL of ws(s) or http(s); both transports are tried at that place
  bun run conformance --agent         an agent, which is told to connect to the address that is printed
  bun run conformance --docs          ours and the Go reference, into docs/conformance.md

  --only ID,ID…          these rules, by their numbers in docs/conformance.md, or by how these begin: C-01,S-050
  --transport NAME       websocket or http. Default: both for a server, websocket for an agent

With --server:
  --ca FILE              trusts the authority in this PEM file
  --insecure             trusts any certificate
  --header 'NAME: VALUE' goes with each request or upgrade; may be given several times

With --agent:
  --host ADDRESS         listens there. Default: 127.0.0.1
  --port PORT            Default: 4320
  --cert FILE --key FILE speaks TLS with this certificate, PEM

Over plain HTTP let the agent poll each second. What only the owner of the other side can bring about is "not testable".
The exit code is 0 where no MUST or MUST NOT fails, 1 where one does, 2 where nothing could be tried.`;

/** What is asked for; `misused` says what is wrong with it. */
export type Asked =
  | { kind: "docs" }
  | { kind: "help" }
  | { kind: "server"; server: OutsideServer; only: readonly string[] }
  | { kind: "agent"; agent: RawServerOptions; only: readonly string[] }
  | { kind: "misused"; message: string };

/** Reads the command line, and the files that it names. */
export async function readCommandLine(args: readonly string[]): Promise<Asked> {
  try {
    return await read(args);
  } catch (error) {
    return { kind: "misused", message: errorMessage(error) };
  }
}

async function read(args: readonly string[]): Promise<Asked> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      server: { type: "string" },
      agent: { type: "boolean" },
      docs: { type: "boolean" },
      help: { type: "boolean" },
      only: { type: "string", default: "" },
      transport: { type: "string" },
      ca: { type: "string" },
      insecure: { type: "boolean", default: false },
      header: { type: "string", multiple: true, default: [] },
      host: { type: "string", default: "127.0.0.1" },
      port: { type: "string", default: "4320" },
      cert: { type: "string" },
      key: { type: "string" },
    },
  });
  const only = values.only.split(",").filter((id) => id !== "");
  const transport = readTransport(values.transport);
  if (values.help) return { kind: "help" };
  if (values.docs) return { kind: "docs" };
  if (values.server !== undefined) {
    const ca = values.ca === undefined ? undefined : await readFile(values.ca, "utf8");
    const reach = {
      headers: Object.fromEntries(values.header.map(readHeader)),
      tls: { rejectUnauthorized: !values.insecure, ...(ca !== undefined && { ca }) },
    };
    return {
      kind: "server",
      server: { address: readUrl(values.server), ...(transport && { transport }), reach },
      only,
    };
  }
  if (values.agent) {
    const { host: hostname, cert, key } = values;
    if ((cert === undefined) !== (key === undefined)) throw new Error("--cert and --key belong together");
    const tls = cert && key ? { cert: await readFile(cert, "utf8"), key: await readFile(key, "utf8") } : undefined;
    const port = readPort(values.port);
    const agent = { transport: transport ?? "websocket", hostname, port, ...(tls && { tls }) };
    return { kind: "agent", agent, only };
  }
  throw new Error("one of --server, --agent and --docs is needed");
}

function readTransport(name: string | undefined): Transport | undefined {
  if (name === undefined || name === "websocket" || name === "http") return name;
  throw new Error(`--transport is websocket or http, not ${name}`);
}

function readUrl(text: string): string {
  if (/^(?:ws|http)s?:\/\//.test(text) && URL.canParse(text)) return text;
  throw new Error(`--server is a URL such as ws://127.0.0.1:4320/v1/opamp, not ${text}`);
}

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`--port is a number from 0 to 65535, not ${text}`);
}

function readHeader(text: string): [string, string] {
  const colon = text.indexOf(":");
  if (colon < 1) throw new Error(`--header is 'NAME: VALUE', not '${text}'`);
  return [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
}
