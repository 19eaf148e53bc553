import { onTestFinished } from "bun:test";

import { stringify } from "yaml";

import { withPackageHashes } from "../../src/opamp/server/offer-hashes.ts";
import { type PackageAvailable, type PackageStatus, PackageType } from "../../src/opamp/wire/messages.ts";
import { sha256Bytes } from "../../src/runtime/sha256.ts";
import { quietMetrics } from "./e2e.ts";
import { FileServer, serveRanges } from "./file-server.ts";
import { phaseOf } from "./offered-package.ts";
import { remoteConfig, type TestServer } from "./test-server.ts";

export interface OfferedAddon {
  version: string;
  content: Uint8Array | string;
  /** The file is sent when this resolves. Default: at once. */
  when?: Promise<void>;
}

export interface AddonsOffer {
  addons: Readonly<Record<string, OfferedAddon>>;
  /** Offered in the same message: a configuration, and its hash. */
  config?: readonly [text: string, hash: string];
}

/** Offers these add-ons and no others, whose files lie on servers of their own; returns these by name. */
export async function offerAddons(
  server: TestServer,
  { addons, config }: AddonsOffer,
): Promise<Map<string, FileServer>> {
  const servers = new Map<string, FileServer>();
  const packages: [string, Omit<PackageAvailable, "hash">][] = [];
  for (const [name, { version, content, when }] of Object.entries(addons)) {
    const bytes = Buffer.from(content);
    const files = await FileServer.start((request) => {
      void (when ?? Promise.resolve()).then(() => serveRanges(request, bytes, { etag: '"1"' }));
    });
    servers.set(name, files);
    const file = { downloadUrl: files.url, contentHash: sha256Bytes(bytes) };
    packages.push([name, { type: PackageType.PackageType_Addon, version, file }]);
  }
  const packagesAvailable = withPackageHashes(Object.fromEntries(packages));
  server.send({ packagesAvailable, ...(config && { remoteConfig: remoteConfig({ "": config[0] }, config[1]) }) });
  return servers;
}

/** The end of the installation of this version, as `Installed v1` or `InstallFailed v1: why`. */
export function addonEnd(server: TestServer, name: string, version: string): Promise<string> {
  return server.until(({ packageStatuses }) => {
    const status = packageStatuses?.packages?.[name];
    if (status?.serverOfferedVersion !== version) return undefined;
    const phase = phaseOf(status);
    return phase === "Installed" || phase === "InstallFailed" ? endText(phase, status) : undefined;
  });
}

function endText(phase: string, { agentHasVersion, errorMessage }: PackageStatus): string {
  return [phase, agentHasVersion, errorMessage && `: ${errorMessage}`].filter(Boolean).join(" ");
}

/** A configuration whose `health_check` answers where `reference` says, as `${file:${env:OPAMP_PACKAGE_PLACE}}`. */
export function servingAt(reference: string, more: object = {}): string {
  return stringify({
    receivers: { nop: null },
    exporters: { nop: null },
    extensions: { health_check: { endpoint: reference } },
    service: {
      ...quietMetrics.service,
      extensions: ["health_check"],
      pipelines: { traces: { receivers: ["nop"], exporters: ["nop"] } },
    },
    ...more,
  });
}

/** A promise that a test resolves, at the latest when it ends. */
export function gate(): { open(): void; opened: Promise<void> } {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  onTestFinished(() => open());
  return { open, opened };
}
