import { sign, X509Certificate } from "node:crypto";

import { CertificateLog } from "./certificate-log.ts";
import { sha256, spki, type Validity } from "./issue.ts";
import { codeSigning, type Identity, SigningIdentities } from "./signing-identities.ts";
import { TimestampAuthority } from "./timestamp-authority.ts";
import { type LogEntry, TransparencyLog } from "./transparency-log.ts";

const minute = 60_000;

/** When everything in these tests is signed. */
export const signingTime = Date.UTC(2026, 0, 15, 12);

const whole: Validity = [Date.UTC(2025, 0), Date.UTC(2035, 0)];

export const release: Identity = {
  issuer: "https://token.example.com",
  subject: "https://git.example.com/acme/collector/.github/workflows/release.yml@refs/tags/v1.2.3",
  repository: "acme/collector",
};

/** Version of the bundle: `0.3` as its first users wrote it, `0.3+` as it is written now. */
export type Form = "0.1" | "0.2" | "0.3" | "0.3+";

const mediaTypes: Readonly<Record<Form, string>> = {
  "0.1": "application/vnd.dev.sigstore.bundle+json;version=0.1",
  "0.2": "application/vnd.dev.sigstore.bundle+json;version=0.2",
  "0.3": "application/vnd.dev.sigstore.bundle+json;version=0.3",
  "0.3+": "application/vnd.dev.sigstore.bundle.v0.3+json",
};

export interface SignOptions {
  identity?: Identity;
  /** When the log saw it, and the timestamp authority where there is one. */
  at?: number;
  /** Of the certificate. Default: ten minutes around `signingTime`. */
  validity?: Validity;
  purposes?: readonly string[];
  form?: Form;
  /** Version of the log: 1 promises and says when, 2 does neither. */
  log?: 1 | 2;
  proof?: boolean;
  /** Who logs, certifies and stamps in place of those of this instance; `none` for nobody. */
  transparencyLog?: TransparencyLog;
  certificateLog?: CertificateLog | "none";
  /** Default: those of this instance with version 2 of the log, else nobody. */
  timestamps?: TimestampAuthority | "none";
  /** The stamp brings the certificate of its authority along. Default: `false`. */
  embeds?: boolean;
  /** What is stamped in place of the signature. */
  stamped?: Uint8Array;
  /** Sign this statement (in-toto) in an envelope, in place of the content. */
  statement?: unknown;
  payloadType?: string;
}

/** As JSON data. */
export interface BundleJson {
  mediaType: string;
  verificationMaterial: {
    certificate?: { rawBytes: string } | undefined;
    x509CertificateChain?: { certificates: Array<{ rawBytes: string }> };
    tlogEntries: Array<ReturnType<TransparencyLog["enter"]>>;
    timestampVerificationData: { rfc3161Timestamps: Array<{ signedTimestamp: string }> };
  };
  messageSignature?: { messageDigest: { algorithm: string; digest: string }; signature: string };
  dsseEnvelope?: { payload: string; payloadType: string; signatures: Array<{ sig: string }> };
}

/** An instance of Sigstore of one's own. */
export class Sigstore {
  readonly identities: SigningIdentities;
  readonly certificateLog = new CertificateLog();
  readonly transparencyLog = new TransparencyLog();
  readonly timestamps = new TimestampAuthority("clock of tests", whole);

  /** `authorities`: the validity of the certificates of those who certify signers. Default: ten years around `signingTime`. */
  constructor({ authorities = whole }: { authorities?: Validity } = {}) {
    this.identities = new SigningIdentities("authority of tests", authorities);
  }

  /** What is trusted, as JSON data. */
  root() {
    const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
    const chain = (...certificates: readonly Uint8Array[]) => ({
      certificates: certificates.map((certificate) => ({ rawBytes: base64(certificate) })),
    });
    const validFor = { start: new Date(whole[0]).toISOString(), end: new Date(whole[1]).toISOString() };
    const log = ({ key, id }: CertificateLog | TransparencyLog, baseUrl: string) => ({
      baseUrl,
      hashAlgorithm: "SHA2_256",
      publicKey: { rawBytes: base64(spki(key)), keyDetails: "PKIX_ECDSA_P256_SHA_256", validFor: { ...validFor } },
      logId: { keyId: base64(id) },
    });
    return {
      mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
      tlogs: [log(this.transparencyLog, `https://${this.transparencyLog.name}`)],
      ctlogs: [log(this.certificateLog, "https://ct.test")],
      certificateAuthorities: [
        {
          uri: "https://ca.test",
          certChain: chain(this.identities.intermediate, this.identities.root),
          validFor: { ...validFor },
        },
      ],
      timestampAuthorities: [
        {
          uri: "https://tsa.test",
          certChain: chain(this.timestamps.certificate, this.timestamps.root),
          validFor: { ...validFor },
        },
      ],
    };
  }

  /** A bundle over `content`. */
  sign(content: Uint8Array, options: SignOptions = {}): BundleJson {
    const { at = signingTime, form = "0.3+", log = 1, proof = true, certificateLog = this.certificateLog } = options;
    const { certificate, pem, key } = this.identities.certify({
      identity: options.identity ?? release,
      validity: options.validity ?? [signingTime - 5 * minute, signingTime + 5 * minute],
      purposes: options.purposes ?? [codeSigning],
      ...(certificateLog !== "none" && { log: certificateLog }),
    });
    const payload = Buffer.from(JSON.stringify(options.statement ?? null));
    const payloadType = options.payloadType ?? "application/vnd.in-toto+json";
    const isEnvelope = options.statement !== undefined;
    const signature = sign("sha256", isEnvelope ? preAuthenticated(payloadType, payload) : content, key);
    const entry = isEnvelope ? envelopeEntry(payload, signature, pem) : contentEntry(log, content, signature, pem);
    const transparencyLog = options.transparencyLog ?? this.transparencyLog;
    const stamps = options.timestamps ?? (log === 2 ? this.timestamps : "none");
    const own = { rawBytes: certificate.toString("base64") };
    const chained = form === "0.1" || form === "0.2";
    return {
      mediaType: mediaTypes[form],
      verificationMaterial: {
        ...(chained ? { x509CertificateChain: { certificates: [own] } } : { certificate: own }),
        tlogEntries: [transparencyLog.enter(entry, { proof, ...(log === 1 && { at }) })],
        timestampVerificationData: {
          rfc3161Timestamps:
            stamps === "none" ? [] : [{ signedTimestamp: stamps.stamp(options.stamped ?? signature, at, options) }],
        },
      },
      ...(isEnvelope
        ? {
            dsseEnvelope: {
              payload: payload.toString("base64"),
              payloadType,
              signatures: [{ sig: signature.toString("base64") }],
            },
          }
        : {
            messageSignature: {
              messageDigest: { algorithm: "SHA2_256", digest: sha256(content).toString("base64") },
              signature: signature.toString("base64"),
            },
          }),
    };
  }
}

/** What is signed of an envelope (DSSE, protocol.md). */
function preAuthenticated(type: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
}

function contentEntry(log: 1 | 2, content: Uint8Array, signature: Buffer, pem: string): LogEntry {
  const version = log === 1 ? "0.0.1" : "0.0.2";
  const digest = sha256(content);
  const signed = { content: signature.toString("base64") };
  const certificate = new X509Certificate(pem).raw.toString("base64");
  const spec =
    log === 1
      ? {
          data: { hash: { algorithm: "sha256", value: digest.toString("hex") } },
          signature: { ...signed, publicKey: { content: Buffer.from(pem).toString("base64") } },
        }
      : {
          hashedRekordV002: {
            data: { algorithm: "SHA2_256", digest: digest.toString("base64") },
            signature: {
              ...signed,
              verifier: { x509Certificate: { rawBytes: certificate }, keyDetails: "PKIX_ECDSA_P256_SHA_256" },
            },
          },
        };
  return { kind: "hashedrekord", version, body: { apiVersion: version, kind: "hashedrekord", spec } };
}

function envelopeEntry(payload: Buffer, signature: Buffer, pem: string): LogEntry {
  const spec = {
    payloadHash: { algorithm: "sha256", value: sha256(payload).toString("hex") },
    signatures: [{ signature: signature.toString("base64"), verifier: Buffer.from(pem).toString("base64") }],
  };
  return { kind: "dsse", version: "0.0.1", body: { apiVersion: "0.0.1", kind: "dsse", spec } };
}
