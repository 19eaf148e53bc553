import { join } from "node:path";

import { type NamedCertificate, namedCertificates } from "../../config/named-certificates.ts";
import type { SupervisorConfig } from "../../config/types.ts";
import { errorCode } from "../../runtime/error-code.ts";
import type { Files } from "../../runtime/ports.ts";
import { certificateBlocks, readCertificates } from "../../runtime/x509.ts";
import type { StoragePaths } from "../../storage/paths.ts";
import type { StoredState } from "../../storage/stored-state.ts";
import { offeredCertificates } from "../../supervisor/report/offered-certificates.ts";
import { storedConnections } from "../../supervisor/server/stored-connections.ts";

export interface CertificateSources {
  files: Pick<Files, "readIfPresent" | "list">;
  config: SupervisorConfig | undefined;
  stored: StoredState | undefined;
  paths: Pick<StoragePaths, "credentials">;
}

/**
 * Subject and validity of every certificate in use, as JSON; of keys nothing. Those of the configuration are named by their
 * sections: what stands there is masked in the archive.
 */
export async function certificateFacts({ files, config, stored, paths }: CertificateSources): Promise<string> {
  const facts: object[] = [];
  const add = (source: string, pem: string) => {
    if (certificateBlocks(pem).length === 0) return;
    const read = readCertificates(pem);
    if (!read.ok) facts.push({ source, fault: read.fault });
    for (const { subject, validFrom, validTo } of read.ok ? read.content : []) {
      const [notBefore, notAfter] = [validFrom, validTo].map((time) => new Date(time).toISOString());
      facts.push({ source, subject, notBefore, notAfter });
    }
  };
  const addFile = async (path: string, source: string) => {
    try {
      const data = await files.readIfPresent(path);
      if (data === undefined) facts.push({ source, fault: "there is no such file" });
      else add(source, new TextDecoder().decode(data));
    } catch (error) {
      facts.push({ source, fault: errorCode(error) ?? String(error) });
    }
  };
  for (const { section, source } of config ? [...ofServer(config), ...namedCertificates(config)] : []) {
    if ("file" in source) await addFile(source.file, section);
    else add(section, source.pem);
  }
  const offered = config && stored ? offeredCertificates(storedConnections(stored, config).connections) : [];
  for (const { section, source } of offered) if ("pem" in source) add(section, source.pem);
  const names: string[] = await files.list(paths.credentials).catch(() => []);
  for (const path of names.toSorted().map((name) => join(paths.credentials, name))) await addFile(path, path);
  for (const [source, settings] of Object.entries({
    accepted: stored?.connection,
    candidate: stored?.connectionCandidate,
  })) {
    const cert = settings?.certificate?.cert;
    if (cert) add(`${source} connection settings`, new TextDecoder().decode(cert));
  }
  return `${JSON.stringify(facts, null, 2)}\n`;
}

function ofServer({ server }: SupervisorConfig): NamedCertificate[] {
  const { ca, cert } = server?.tls ?? {};
  return [
    ...(ca ? [{ section: "server::tls::ca", source: ca }] : []),
    ...(cert ? [{ section: "server::tls::cert", source: cert }] : []),
  ];
}
