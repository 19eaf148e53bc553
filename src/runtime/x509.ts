import type { KeyObject, X509Certificate } from "node:crypto";

/** What a certificate says of itself. */
export interface CertificateFacts {
  /** Distinguished name on one line, such as `CN=agent, O=example`. */
  subject: string;
  /** Milliseconds since the Unix epoch. */
  validFrom: number;
  validTo: number;
}

export type PemReading<Content> = { ok: true; content: Content } | { ok: false; fault: string };

/** All certificates of a PEM text; whatever stands between them is passed over. */
export function readCertificates(pem: string): PemReading<CertificateFacts[]> {
  const parsed = parseCertificates(pem);
  if (!parsed.ok) return parsed;
  const content = parsed.content.map(({ subject, validFrom, validTo }) => ({
    subject: subject.replaceAll("\n", ", "),
    validFrom: Date.parse(validFrom),
    validTo: Date.parse(validTo),
  }));
  return { ok: true, content };
}

/** Whether `key` is a private key that can be used, for the first certificate of `cert`. */
export function checkKey(key: string, cert: string): PemReading<undefined> {
  const parsed = readKey(key);
  if (!parsed.ok) return parsed;
  const certificates = parseCertificates(cert);
  const [leaf] = certificates.ok ? certificates.content : [];
  if (leaf === undefined || leaf.checkPrivateKey(parsed.content)) return { ok: true, content: undefined };
  return fault("the key does not belong to the certificate, which must be the first one of its text");
}

/** The certificates of a PEM text as they stand there; what is cut off or something else is left out. */
export function certificateBlocks(pem: string): string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
}

const begin = /-----BEGIN ([A-Z0-9 ]+)-----/g;

function parseCertificates(pem: string): PemReading<X509Certificate[]> {
  const { X509Certificate } = process.getBuiltinModule("node:crypto");
  const blocks = certificateBlocks(pem);
  const begun = labels(pem).filter((label) => label === "CERTIFICATE").length;
  if (begun > blocks.length) return fault("the text is cut off within a certificate");
  if (blocks.length === 0) return fault(`there is no PEM block CERTIFICATE${besides(pem)}`);
  const certificates: X509Certificate[] = [];
  for (const [index, block] of blocks.entries()) {
    try {
      certificates.push(new X509Certificate(block));
    } catch {
      return fault(`certificate ${index + 1} of ${blocks.length} cannot be decoded`);
    }
  }
  return { ok: true, content: certificates };
}

/** The first private key of a PEM text. */
export function readKey(pem: string): PemReading<KeyObject> {
  const label = labels(pem).find((found) => found.endsWith("PRIVATE KEY"));
  if (label === undefined) return fault(`there is no PEM block PRIVATE KEY${besides(pem)}`);
  if (!pem.includes(`-----END ${label}-----`)) return fault("the text is cut off within the key");
  if (label.startsWith("ENCRYPTED") || /^Proc-Type:.*ENCRYPTED/m.test(pem)) {
    return fault("the key is encrypted, and there is nobody to ask for its passphrase; a key without one is needed");
  }
  try {
    return { ok: true, content: process.getBuiltinModule("node:crypto").createPrivateKey(pem) };
  } catch {
    return fault("the key cannot be decoded");
  }
}

/** What the blocks of a PEM text say they are, in order. */
export function labels(pem: string): string[] {
  return [...pem.matchAll(begin)].map(([, label = ""]) => label);
}

/** What is there instead, which often says which file was meant: to be put after what is missing. */
export function besides(pem: string): string {
  const found = [...new Set(labels(pem))];
  if (found.length > 0) return `, but ${found.join(" and ")}`;
  return pem.trim() === "" ? ": it is empty" : "";
}

function fault(text: string): { ok: false; fault: string } {
  return { ok: false, fault: text };
}
