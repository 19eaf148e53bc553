import type { X509Certificate } from "@peculiar/x509";

import { x509Library } from "../../src/connection/x509-library.ts";
import { day, type Life } from "./certificates.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  X509CertificateGenerator,
} = await x509Library();

/** An authority that answers signing requests, by itself or by way of one that it has issued. */
export class SigningAuthority {
  readonly #certificate: X509Certificate;
  readonly #key: CryptoKey;
  readonly #issuer: SigningAuthority | undefined;

  private constructor(certificate: X509Certificate, key: CryptoKey, issuer: SigningAuthority | undefined) {
    this.#certificate = certificate;
    this.#key = key;
    this.#issuer = issuer;
  }

  /** A root; with `issuer` one that stands between a root and those that it signs for. */
  static async open(name: string, issuer?: SigningAuthority): Promise<SigningAuthority> {
    const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    const certificate = await X509CertificateGenerator.create({
      serialNumber: serial(),
      subject: `CN=${name}`,
      issuer: issuer?.subject ?? `CN=${name}`,
      ...during([-day, 365 * day]),
      publicKey: keys.publicKey,
      signingKey: issuer === undefined ? keys.privateKey : issuer.#key,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(true, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
      ],
    });
    return new SigningAuthority(certificate, keys.privateKey, issuer);
  }

  get subject(): string {
    return this.#certificate.subject;
  }

  /** PEM: what those trust who verify what it has signed. */
  get root(): string {
    return this.#issuer?.root ?? pem(this.#certificate);
  }

  /** The certificate for a request (PEM), with what stands between it and the root: PEM, one after the other. */
  async sign(csr: string, life: Life = [-60_000, day]): Promise<string> {
    const request = new Pkcs10CertificateRequest(csr);
    if (!(await request.verify())) throw new Error("the request is not signed with its own key");
    const certificate = await X509CertificateGenerator.create({
      serialNumber: serial(),
      subject: request.subject,
      issuer: this.subject,
      ...during(life),
      publicKey: request.publicKey,
      signingKey: this.#key,
      signingAlgorithm: algorithm,
      extensions: [
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
      ],
    });
    return [certificate, ...this.#chain()].map(pem).join("");
  }

  #chain(): X509Certificate[] {
    return this.#issuer === undefined ? [] : [this.#certificate, ...this.#issuer.#chain()];
  }
}

function serial(): string {
  return crypto.randomUUID().replaceAll("-", "").replace(/^./, "1");
}

function during([from, to]: Life): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return { notBefore: new Date(now + from), notAfter: new Date(now + to) };
}

function pem(certificate: X509Certificate): string {
  return `${certificate.toString("pem")}\n`;
}
