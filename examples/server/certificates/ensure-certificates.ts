import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { join } from "node:path";

import type { Files, Random } from "../../../src/runtime/ports.ts";
import { issueCertificate } from "./issue-certificate.ts";
import { newSerial } from "./new-serial.ts";

const day = 24 * 60 * 60 * 1000;
const authorityLife = 3650 * day;
const authorityMargin = 400 * day;
const serverLife = 397 * day;
const serverMargin = 30 * day;
/** Peers' clocks may be a little behind. */
const backdated = day / 24;

export interface EnsureCertificatesOptions {
  files: Files;
  random: Random;
  /** Milliseconds since the Unix epoch. */
  now: number;
  /** Holds `ca.crt`, `ca.key`, `server.crt` and `server.key`; created if missing. */
  directory: string;
  /** DNS names and IP addresses under which the server is reached. */
  names: readonly string[];
}

export interface ServerCertificates {
  /** Path of the authority's certificate, for `tls.ca_file` of a supervisor. */
  caFile: string;
  /** PEM. */
  cert: string;
  key: string;
  /** It signs the certificates of agents too. */
  authority: AuthorityPair;
}

export interface AuthorityPair {
  /** PEM. */
  cert: string;
  key: KeyObject;
}

interface Pair {
  certificate: X509Certificate;
  cert: string;
  key: KeyObject;
}

/**
 * The server's certificate, from an authority that exists for this directory alone. Both are made when they are
 * missing, unreadable, do not fit together, or come near their end (server: 30 days of 397; authority: 400 days of
 * 3650, so that it always outlives what it signs); the server's also when `names` has grown.
 */
export async function ensureCertificates(options: EnsureCertificatesOptions): Promise<ServerCertificates> {
  const { files, directory, names, now } = options;
  await files.ensureDirectory(directory);
  const kept = await readPair(options, "ca");
  const authority =
    kept !== undefined && kept.certificate.ca && lasts(kept, now + authorityMargin)
      ? kept
      : await newAuthority(options);
  const current = await readPair(options, "server");
  const usable =
    current !== undefined &&
    lasts(current, now + serverMargin) &&
    current.certificate.verify(authority.certificate.publicKey) &&
    names.every((name) => covers(current.certificate, name));
  const server = usable ? current : await newServer(options, authority);
  return { caFile: join(directory, "ca.crt"), cert: server.cert, key: privatePem(server.key), authority };
}

function lasts(pair: Pair, until: number): boolean {
  return Date.parse(pair.certificate.validTo) > until;
}

function covers(certificate: X509Certificate, name: string): boolean {
  return (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
}

/** `undefined` where a file is missing, is no PEM, or the two do not belong together. */
async function readPair({ files, directory }: EnsureCertificatesOptions, name: string): Promise<Pair | undefined> {
  const [cert, key] = await Promise.all([
    files.readIfPresent(join(directory, `${name}.crt`)),
    files.readIfPresent(join(directory, `${name}.key`)),
  ]);
  if (cert === undefined || key === undefined) return undefined;
  try {
    const text = Buffer.from(cert).toString();
    const pair = {
      certificate: new X509Certificate(text),
      cert: text,
      key: createPrivateKey(Buffer.from(key).toString()),
    };
    return pair.certificate.checkPrivateKey(pair.key) ? pair : undefined;
  } catch {
    return undefined;
  }
}

function newAuthority(options: EnsureCertificatesOptions): Promise<Pair> {
  const key = newKey();
  const serial = newSerial(options.random);
  const subject = `OpAMP example server CA ${Buffer.from(serial.subarray(0, 4)).toString("hex")}`;
  const cert = issueCertificate({
    subject,
    subjectKey: key,
    issuer: subject,
    issuerKey: key,
    serial,
    notBefore: options.now - backdated,
    notAfter: options.now + authorityLife,
    use: { kind: "authority" },
  });
  return writePair(options, "ca", cert, key);
}

function newServer(options: EnsureCertificatesOptions, authority: Pair): Promise<Pair> {
  const key = newKey();
  const cert = issueCertificate({
    subject: "OpAMP example server",
    subjectKey: key,
    issuer: authority.certificate.subject.replace(/^CN=/, ""),
    issuerKey: authority.key,
    serial: newSerial(options.random),
    notBefore: options.now - backdated,
    notAfter: options.now + serverLife,
    use: { kind: "server", names: options.names },
  });
  return writePair(options, "server", cert, key);
}

function newKey(): KeyObject {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
}

async function writePair(
  { files, directory }: EnsureCertificatesOptions,
  name: string,
  cert: string,
  key: KeyObject,
): Promise<Pair> {
  await files.write(join(directory, `${name}.key`), privatePem(key));
  await files.write(join(directory, `${name}.crt`), cert);
  return { certificate: new X509Certificate(cert), cert, key };
}

function privatePem(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" });
}
