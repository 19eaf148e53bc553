import { readIdentityPattern } from "../../config/identity-pattern.ts";
import type { IdentityMatch, SignerIdentity } from "../../config/package-types.ts";

/** What a verified certificate says of its holder. */
export interface CertifiedSigner {
  /** The OpenID Connect issuer that vouched for it. */
  issuer: string | undefined;
  /** URI or mail address. */
  subject: string | undefined;
  /** `owner/name` of the repository whose workflow it is, as its certificate has it. */
  repository: string | undefined;
}

export interface WantedSigner {
  identities: readonly SignerIdentity[];
  /** Unset: any. */
  repository?: string;
}

/** Why a signer is none of those who are wanted; `undefined` where it is one. */
export function identityFault(signer: CertifiedSigner, { identities, repository }: WantedSigner): string | undefined {
  const { issuer, subject } = signer;
  const isWanted = identities.some((one) => matches(one.issuer, issuer) && matches(one.subject, subject));
  const who = `signed by ${quoted(subject)} of ${quoted(issuer)}`;
  if (!isWanted) return `${who}, which no identity of agent::package::verifier::cosign matches`;
  if (repository === undefined || signer.repository === repository) return undefined;
  return `${who} in a workflow of ${quoted(signer.repository)}, not of ${quoted(repository)}`;
}

function matches(match: IdentityMatch, value: string | undefined): boolean {
  if (value === undefined) return false;
  if ("text" in match) return match.text === value;
  const reading = readIdentityPattern(match.pattern);
  return "pattern" in reading && reading.pattern.test(value);
}

/** The words come from a certificate: what is no plain text shows as such. */
function quoted(text: string | undefined): string {
  return text === undefined ? "nobody" : JSON.stringify(text);
}
