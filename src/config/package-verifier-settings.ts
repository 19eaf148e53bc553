import type { IdentityMatch, VerifierConfig } from "./package-types.ts";
import type { PackageVerifierFile } from "./schema/package-verifier.ts";
import { pemSource } from "./server-settings.ts";

type CosignFile = NonNullable<PackageVerifierFile["cosign"]>;

/** The checked section `agent.package.verifier` as the rest of the program reads it; `undefined` where nothing is said of it. */
export function verifierSettings({ type, cosign, key }: PackageVerifierFile): VerifierConfig | undefined {
  if (type === "none") return { type };
  if (type === "cosign" && cosign) return cosignSettings(cosign);
  if (type !== "key" || !key) return undefined;
  const publicKeys = key.public_keys.flatMap(({ file, pem }) => pemSource(file, pem) ?? []);
  return { type, publicKeys, threshold: key.threshold };
}

function cosignSettings(cosign: CosignFile): VerifierConfig {
  const { github_workflow_repository: repository, trusted_root: root, signed_after: signedAfter } = cosign;
  return {
    type: "cosign",
    identities: cosign.identities.map((identity) => ({
      issuer: match(identity.issuer, identity.issuer_regex),
      subject: match(identity.subject, identity.subject_regex),
    })),
    ...(repository !== undefined && { githubWorkflowRepository: repository }),
    ...(root && { trustedRoot: root }),
    ...(signedAfter !== undefined && { signedAfter }),
  };
}

/** The schema lets exactly one of both through. */
function match(text: string | undefined, pattern = ""): IdentityMatch {
  return text === undefined ? { pattern } : { text };
}
