import type { CosignVerifierConfig, VerifierConfig } from "../../config/package-types.ts";
import { systemErrorText } from "../../config/read-text.ts";
import type { PemSource } from "../../config/types.ts";
import type { Files } from "../../runtime/ports.ts";

/** A text, and where it comes from, for messages. */
export interface NamedText {
  name: string;
  text: string;
}

/** What the operator has set, with the content of the files that it names: all that another process needs. */
export type VerifierMaterial =
  | {
      type: "cosign";
      identities: CosignVerifierConfig["identities"];
      root?: NamedText;
      repository?: string;
      signedAfter?: number;
    }
  | { type: "key"; keys: readonly NamedText[]; threshold: number };

/** Reads the files of a verifier, anew each time: they may be exchanged while the supervisor runs. */
export async function readVerifierMaterial(
  verifier: Exclude<VerifierConfig, { type: "none" }>,
  files: Pick<Files, "read">,
): Promise<{ material: VerifierMaterial } | { fault: string }> {
  if (verifier.type === "key") {
    const keys: NamedText[] = [];
    for (const [index, source] of verifier.publicKeys.entries()) {
      const read = await readSource(source, index, files);
      if ("fault" in read) return read;
      keys.push(read);
    }
    return { material: { type: "key", keys, threshold: verifier.threshold } };
  }
  const { identities, githubWorkflowRepository: repository, signedAfter, trustedRoot } = verifier;
  const root = trustedRoot === undefined ? undefined : await readFile(trustedRoot, files);
  if (root !== undefined && "fault" in root) return root;
  return {
    material: {
      type: "cosign",
      identities,
      ...(root && { root }),
      ...(repository !== undefined && { repository }),
      ...(signedAfter !== undefined && { signedAfter }),
    },
  };
}

async function readSource(source: PemSource, index: number, files: Pick<Files, "read">) {
  return "pem" in source ? { name: `public_keys[${index}]`, text: source.pem } : await readFile(source.file, files);
}

async function readFile(path: string, files: Pick<Files, "read">): Promise<NamedText | { fault: string }> {
  try {
    return { name: path, text: new TextDecoder().decode(await files.read(path)) };
  } catch (error) {
    return { fault: `${path}: ${systemErrorText(error)}` };
  }
}
