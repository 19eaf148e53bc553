import { join } from "node:path";

import { serveAgents } from "../../src/opamp/server/server.ts";
import { serverCapabilities } from "../../src/opamp/wire/capabilities.ts";
import { formatUid } from "../../src/opamp/wire/uid.ts";
import type { Clock, Files } from "../../src/runtime/ports.ts";
import { createClock } from "../../src/runtime/shared/clock.ts";
import { createFiles } from "../../src/runtime/shared/files.ts";
import { createNetwork } from "../../src/runtime/shared/network.ts";
import { createRandom } from "../../src/runtime/shared/random.ts";
import type { Log } from "../../src/telemetry/log.ts";
import { admitAgent } from "./agents/admit-agent.ts";
import { Fleet } from "./agents/fleet.ts";
import type { Peer } from "./agents/peer.ts";
import { supervisorCapability, supervisorStatusIn } from "./agents/supervisor-status.ts";
import { Authority } from "./certificates/authority.ts";
import { CertificateDesk } from "./certificates/certificate-desk.ts";
import { ensureCertificates } from "./certificates/ensure-certificates.ts";
import { networkWithCertificates } from "./certificates/listen-with-certificates.ts";
import { ConnectionDesk } from "./connections/connection-desk.ts";
import { assetRoutes } from "./http/assets.ts";
import type { Route } from "./http/router.ts";
import { routes } from "./http/routes.ts";
import { servePages } from "./http/serve-pages.ts";
import { openPackages } from "./packages/open-packages.ts";
import { openStore, type Store } from "./store/open-store.ts";

export interface ExampleServerOptions {
  /** Agents connect here; 0 = any free port. Default 4320. */
  opampPort?: number;
  /** Agents fetch the files of packages here; 0 = any free port. Default 4322. */
  filePort?: number;
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
  filePort: number;
  pagePort: number;
  /** For `server.endpoint` of a supervisor. */
  endpoint: string;
  /** Ends with a slash. */
  pageUrl: string;
  /** For `tls.ca_file` of a supervisor; `undefined` without TLS. */
  caFile: string | undefined;
  /** Of the key that signs packages, for `agent.package.verifier.key` of a supervisor. */
  publicKeyFile: string;
  stop(): Promise<void>;
}

const path = "/v1/opamp";

const capabilities = serverCapabilities(
  "AcceptsStatus",
  "OffersRemoteConfig",
  "AcceptsEffectiveConfig",
  "OffersConnectionSettings",
  "AcceptsConnectionSettingsRequest",
  "OffersPackages",
  "AcceptsPackagesStatus",
);

/** Far more than a sound agent sends, also while it starts or its health flaps. */
const rate = { perSecond: 20, burst: 200 };

/** Starts the server. Throws an `Error` with `code` where a port is taken or the directory cannot be written. */
export async function startExampleServer(options: ExampleServerOptions): Promise<ExampleServer> {
  const [clock, files] = [createClock(), createFiles({ libc: undefined })];
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
  const { opampPort = 4320, filePort = 4322, pagePort = 4321, hostname = "127.0.0.1", log } = options;
  const { clock, files, assets } = parts;
  const random = createRandom();
  const tls = !options.insecureWs;
  const { caFile, cert, key, authority } = await ensureCertificates({
    files,
    random,
    now: clock.now(),
    directory: join(options.dataDirectory, "tls"),
    names: certificateNames(hostname),
  });
  const fleet = new Fleet({ clock, log, store });
  const certificates: CertificateDesk = new CertificateDesk({
    clock,
    log,
    store,
    fleet,
    authority: new Authority(authority, random),
    changed: (uid) => connections.changed(uid),
  });
  const endpoint = (): string => `${tls ? "wss" : "ws"}://${hostOf(hostname)}:${agents.port}${path}`;
  const connections: ConnectionDesk = new ConnectionDesk({ clock, log, store, fleet, certificates, endpoint });
  const packages = await openPackages({
    files,
    random,
    log,
    store,
    fleet,
    directory: join(options.dataDirectory, "packages"),
    hostname,
    port: filePort,
    ...(tls && { tls: { cert, key } }),
  });
  const agents = await serveAgents<Peer>({
    network: networkWithCertificates(createNetwork()),
    clock,
    random,
    log,
    hostname,
    port: opampPort,
    path,
    ...(tls && { tls: { cert, key } }),
    capabilities,
    wantComponents: true,
    customCapabilities: [supervisorCapability],
    rate,
    admit: (head) => admitAgent(head, { tls, prove: (der) => certificates.prove(der) }),
    mayContinue: ({ context }, { certificate }) => mayContinue(context, certificate),
    resume: (_peer, instanceUid) => fleet.lastState(instanceUid),
    message: (connection, message) => {
      fleet.message(connection);
      const status = supervisorStatusIn(message);
      if (status) fleet.heard(connection, status);
      certificates.issued.used(connection);
      connections.message(connection);
      packages.desk.message(connection);
      return undefined;
    },
    desired: (connection) => {
      if (certificates.issued.isShutOut(connection.context.uid ?? "")) return undefined;
      const connectionSettings = connections.desired(connection);
      const packagesAvailable = packages.desk.desired(connection);
      return {
        ...fleet.desired(connection),
        ...(connectionSettings && { connectionSettings }),
        ...(packagesAvailable && { packagesAvailable }),
      };
    },
    offered: (connection, { remoteConfig, connectionSettings, packagesAvailable }) => {
      if (remoteConfig) fleet.offered(connection);
      if (connectionSettings) connections.offered(connection, connectionSettings);
      if (packagesAvailable) packages.desk.offered(connection, packagesAvailable);
    },
    certificateRequest: (connection, csr) => certificates.request(connection, csr),
    moved: (connection, from) => {
      fleet.moved(connection, from);
      const to = formatUid(connection.state.instanceUid);
      connections.moved(formatUid(from), to);
      packages.desk.moved(formatUid(from), to);
    },
    closed: (connection) => fleet.closed(connection),
  }).catch(async (error: unknown) => {
    await packages.served.stop();
    throw error;
  });
  const desks = { fleet, connections, certificates, packages: packages.desk, signingKey: packages.signingKey };
  const shown = { endpoint: endpoint(), caFile: tls ? caFile : undefined };
  try {
    const pages = servePages({ log, port: pagePort, routes: [...assets, ...routes({ ...desks, ...shown })] });
    return {
      opampPort: agents.port,
      filePort: packages.served.port,
      pagePort: pages.port,
      pageUrl: `http://localhost:${pages.port}/`,
      ...shown,
      publicKeyFile: packages.signingKey.publicKeyFile,
      stop: once(async () => {
        fleet.stop();
        certificates.issued.stop();
        await Promise.all([pages.stop(), agents.stop(), packages.served.stop()]);
        store.close();
      }),
    };
  } catch (error) {
    fleet.stop();
    await Promise.all([agents.stop(), packages.served.stop()]);
    throw error;
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined;
  return () => (begun ??= work());
}

/** Over HTTP an agent that has shown a certificate goes on with one, which may be a newer one. */
function mayContinue(peer: Peer, certificate: string | undefined): boolean {
  if (certificate === undefined) return peer.certificate === undefined;
  peer.certificate = certificate;
  return true;
}

function hostOf(hostname: string): string {
  return hostname.includes(":") ? `[${hostname}]` : hostname;
}

function certificateNames(hostname: string): string[] {
  const everywhere = ["0.0.0.0", "::"].includes(hostname);
  return [...new Set(["localhost", "127.0.0.1", "::1", ...(everywhere ? [] : [hostname])])];
}
