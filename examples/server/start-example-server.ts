import { join } from "node:path";

import { type Admission, serveAgents } from "../../src/opamp/server/server.ts";
import { ServerCapabilities } from "../../src/opamp/wire/messages.ts";
import { createBunClock } from "../../src/runtime/bun/clock.ts";
import { createBunFiles } from "../../src/runtime/bun/files.ts";
import { createBunNetwork } from "../../src/runtime/bun/network.ts";
import { createBunRandom } from "../../src/runtime/bun/random.ts";
import type { RequestHead } from "../../src/runtime/network-ports.ts";
import type { Clock, Files } from "../../src/runtime/ports.ts";
import type { Log } from "../../src/telemetry/log.ts";
import { Fleet } from "./agents/fleet.ts";
import type { Peer } from "./agents/peer.ts";
import { ensureCertificates } from "./certificates/ensure-certificates.ts";
import { assetRoutes } from "./http/assets.ts";
import type { Route } from "./http/router.ts";
import { routes } from "./http/routes.ts";
import { servePages } from "./http/serve-pages.ts";
import { openStore, type Store } from "./store/open-store.ts";

export interface ExampleServerOptions {
  /** Agents connect here; 0 = any free port. Default 4320. */
  opampPort?: number;
  /** People open this port, on 127.0.0.1; 0 = any free port. Default 4321. */
  pagePort?: number;
  /** Keeps what is known (`server.sqlite`) and the certificates (`tls`); created if missing. */
  dataDirectory: string;
  /** Address that agents connect to. Default `127.0.0.1`. */
  hostname?: string;
  /** Plain `ws:` instead of `wss:` for agents. Default false. */
  insecureWs?: boolean;
  log: Log;
}

export interface ExampleServer {
  opampPort: number;
  pagePort: number;
  /** For `server.endpoint` of a supervisor. */
  endpoint: string;
  /** Ends with a slash. */
  pageUrl: string;
  /** For `tls.ca_file` of a supervisor; `undefined` without TLS. */
  caFile: string | undefined;
  stop(): Promise<void>;
}

const path = "/v1/opamp";

const capabilities =
  ServerCapabilities.ServerCapabilities_AcceptsStatus |
  ServerCapabilities.ServerCapabilities_OffersRemoteConfig |
  ServerCapabilities.ServerCapabilities_AcceptsEffectiveConfig;

/** Far more than a sound agent sends, also while it starts or its health flaps. */
const rate = { perSecond: 20, burst: 200 };

/** Starts the server. Throws an `Error` with `code` where a port is taken or the directory cannot be written. */
export async function startExampleServer(options: ExampleServerOptions): Promise<ExampleServer> {
  const [clock, files] = [createBunClock(), createBunFiles({ libc: undefined })];
  const assets = assetRoutes(files);
  await files.ensureDirectory(options.dataDirectory);
  const store = await openStore({ files, clock, log: options.log, directory: options.dataDirectory });
  try {
    return await serve(options, store, { clock, files, assets: await assets });
  } catch (error) {
    store.close();
    throw error;
  }
}

interface Parts {
  clock: Clock;
  files: Files;
  assets: readonly Route[];
}

async function serve(options: ExampleServerOptions, store: Store, parts: Parts): Promise<ExampleServer> {
  const { opampPort = 4320, pagePort = 4321, hostname = "127.0.0.1", log } = options;
  const { clock, files, assets } = parts;
  const random = createBunRandom();
  const certificates = options.insecureWs
    ? undefined
    : await ensureCertificates({
        files,
        random,
        now: clock.now(),
        directory: join(options.dataDirectory, "tls"),
        names: certificateNames(hostname),
      });
  const fleet = new Fleet({ clock, log, store });
  const agents = await serveAgents<Peer>({
    network: createBunNetwork(),
    clock,
    random,
    log,
    hostname,
    port: opampPort,
    path,
    ...(certificates && { tls: { cert: certificates.cert, key: certificates.key } }),
    capabilities,
    wantComponents: true,
    rate,
    admit,
    resume: (_peer, instanceUid) => fleet.lastState(instanceUid),
    message: (connection) => fleet.message(connection),
    desired: (connection) => fleet.desired(connection),
    offered: (connection) => fleet.offered(connection),
    moved: (connection, from) => fleet.moved(connection, from),
    closed: (connection) => fleet.closed(connection),
  });
  const shown = hostname.includes(":") ? `[${hostname}]` : hostname;
  const endpoint = `${certificates ? "wss" : "ws"}://${shown}:${agents.port}${path}`;
  const caFile = certificates?.caFile;
  try {
    const pages = servePages({ log, port: pagePort, routes: [...assets, ...routes({ fleet, endpoint, caFile })] });
    return {
      opampPort: agents.port,
      pagePort: pages.port,
      endpoint,
      pageUrl: `http://localhost:${pages.port}/`,
      caFile,
      stop: once(async () => {
        fleet.stop();
        await Promise.all([pages.stop(), agents.stop()]);
        store.close();
      }),
    };
  } catch (error) {
    fleet.stop();
    await agents.stop();
    throw error;
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined;
  return () => (begun ??= work());
}

/** Agents need no password here. Web pages name their origin: a browser that was lured elsewhere is no agent. */
function admit({ headers }: RequestHead): Admission<Peer> {
  const origin = headers.get("origin");
  if (origin !== null && URL.parse(origin)?.host !== headers.get("host")) {
    return { accept: false, status: 403, body: "Web pages of other origins may not connect." };
  }
  return { accept: true, context: { uid: undefined } };
}

function certificateNames(hostname: string): string[] {
  const everywhere = ["0.0.0.0", "::"].includes(hostname);
  return [...new Set(["localhost", "127.0.0.1", "::1", ...(everywhere ? [] : [hostname])])];
}
