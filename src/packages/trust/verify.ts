import type { VerifierConfig } from "../../config/package-types.ts";
import { errorMessage } from "../../runtime/error-message.ts";
import type { Files } from "../../runtime/ports.ts";
import type { Processes } from "../../runtime/process-ports.ts";
import type { SignatureQuestion } from "./judge-signature.ts";
import { isTrust, refuse, type Trust } from "./trust.ts";
import { readVerifierMaterial, type VerifierMaterial } from "./verifier-material.ts";

export interface VerifyRequest {
  /** Of the downloaded file, before anything is unpacked; nobody else may be able to write it. */
  path: string;
  /** Its 32 bytes, as the offer has them. */
  sha256: Uint8Array;
  /** The field `signature` of the offer; empty: there is none. */
  signature: Uint8Array;
}

export interface VerifyPorts {
  files: Pick<Files, "read">;
  processes: Pick<Processes, "compute">;
  /** Ends it. Default: nothing does. */
  signal?: AbortSignal;
}

/** Names of the tasks that are carried out by processes of their own. */
export const judgeTask = "judgeSignature";
export const materialTask = "verifierFault";

/**
 * Whether the operator's verifier takes a downloaded file. No network is used; files that the settings name are read anew. The work is
 * done by a short-lived process, so that neither its libraries nor its reading of the file weigh on this one. Rejects with the signal's
 * reason alone.
 *
 * A signature binds content alone, neither the name of the package nor its version: see `judgeVersion`.
 */
export async function verify(request: VerifyRequest, verifier: VerifierConfig, ports: VerifyPorts): Promise<Trust> {
  if (verifier.type === "none") return { kind: "trusted", by: "nobody (agent::package::verifier::type is none)" };
  const { path, sha256, signature } = request;
  if (signature.length === 0) return refuse("NO_SIGNATURE", "the offer has no signature");
  const read = await readVerifierMaterial(verifier, ports.files);
  if ("fault" in read) return refuse("VERIFIER_UNUSABLE", read.fault);
  const question: SignatureQuestion = { path, sha256, signature, material: read.material };
  try {
    const verdict = await ports.processes.compute(judgeTask, question, ports.signal);
    return isTrust(verdict) ? verdict : refuse("INTERNAL", "the process that verifies gave no verdict");
  } catch (error) {
    ports.signal?.throwIfAborted();
    return refuse("INTERNAL", `the process that verifies failed: ${errorMessage(error)}`);
  }
}

/**
 * Why the operator's keys or trusted root cannot be used, to be told at the start and not when a package is offered; `undefined`
 * where they can.
 */
export async function verifierFault(verifier: VerifierConfig, ports: VerifyPorts): Promise<string | undefined> {
  if (verifier.type === "none") return undefined;
  const read = await readVerifierMaterial(verifier, ports.files);
  if ("fault" in read) return read.fault;
  try {
    const material: VerifierMaterial = read.material;
    const fault = await ports.processes.compute(materialTask, material);
    return typeof fault === "string" ? fault : undefined;
  } catch (error) {
    return `the process that looks at them failed: ${errorMessage(error)}`;
  }
}
