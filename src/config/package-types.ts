import type { PemSource } from "./types.ts";

/** Packages that the server offers (`agent.package`). */
export interface PackageConfig {
  /** Unset: nobody has said how they are verified, so none is taken. */
  verifier?: VerifierConfig;
  /** Path of the Collector in an archive. */
  agentBinary: string;
  /** An older version than what is or was installed may be. */
  allowDowngrade: boolean;
  /** None below this version may. Unset: any may. */
  minimumVersion?: string;
  /** How many versions stay beside the one that runs and the one to go back to. */
  keep: number;
  /** Which add-ons are taken; the first that fits counts. */
  allowed: readonly AllowedPackage[];
  download: PackageDownloadConfig;
}

/** Add-ons that the operator lets in. */
export interface AllowedPackage {
  /** `*` in it stands for any text. */
  readonly name: string;
  /** Of the file, and of what it unpacks to. Unset: as for all packages. */
  readonly maxBytes?: number;
  /** An archive becomes a directory; otherwise it stays the one file that it is. */
  readonly unpack: boolean;
}

/** How files of packages are fetched. */
export interface PackageDownloadConfig {
  maxBytes: number;
  /** For one file. */
  maxDurationMs: number;
  /** Unset: as fast as it goes. */
  maxBytesPerSecond?: number;
}

/** Who decides whether the content of a package may be run. Data alone, so that another process can be told. */
export type VerifierConfig = { type: "none" } | CosignVerifierConfig | KeyVerifierConfig;

/** Signatures of Sigstore without a key of one's own: an identity has signed. */
export interface CosignVerifierConfig {
  type: "cosign";
  /** At least one; any of them is enough. */
  identities: readonly SignerIdentity[];
  /** `owner/name` of the repository whose workflow has signed. Unset: any. */
  githubWorkflowRepository?: string;
  /** Path of a trusted root (JSON) as written. Unset: that of the public-good instance, as this program has it. */
  trustedRoot?: string;
  /** Milliseconds since the Unix epoch: what was signed before is refused. Unset: its age does not matter. */
  signedAfter?: number;
}

/** Both must hold. */
export interface SignerIdentity {
  issuer: IdentityMatch;
  subject: IdentityMatch;
}

/** The whole text, or a pattern for the whole text (`readIdentityPattern`). */
export type IdentityMatch = { text: string } | { pattern: string };

/** Signatures with keys whose public halves the operator has. */
export interface KeyVerifierConfig {
  type: "key";
  /** At least one; a text may hold several keys. */
  publicKeys: readonly PemSource[];
  /** How many of the keys must have signed. */
  threshold: number;
}
