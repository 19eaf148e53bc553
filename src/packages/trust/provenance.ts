/** The types of a provenance that says who has built a file and how (slsa.dev). */
const provenanceTypes = ["https://slsa.dev/provenance/v1", "https://slsa.dev/provenance/v0.2"];
const statementTypes = ["https://in-toto.io/Statement/v1", "https://in-toto.io/Statement/v0.1"];

export interface Envelope {
  payloadType: string;
  payload: Uint8Array;
}

/**
 * Why an attestation (in-toto, in a DSSE envelope) does not stand for a file; `undefined` where it does. Only a provenance does: "this
 * identity has built this file". Others may say of a file that it has a hole, which is no reason to run it.
 */
export function provenanceFault({ payloadType, payload }: Envelope, sha256: Uint8Array): string | undefined {
  if (payloadType !== "application/vnd.in-toto+json") return `it is an envelope with ${JSON.stringify(payloadType)}`;
  const statement = parse(payload);
  if (statement === undefined) return "its statement is not JSON";
  const { _type: type, predicateType, subject } = statement;
  if (!isOneOf(statementTypes, type)) return `its statement has the type ${JSON.stringify(type)}`;
  if (!isOneOf(provenanceTypes, predicateType)) {
    return `it states ${JSON.stringify(predicateType)}, not the provenance of a file`;
  }
  const digest = Buffer.from(sha256).toString("hex");
  const names = Array.isArray(subject) && subject.some((one) => fieldOf(fieldOf(one, "digest"), "sha256") === digest);
  return names ? undefined : "it is about other files";
}

function parse(payload: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
    return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}

function isOneOf(texts: readonly string[], value: unknown): boolean {
  return typeof value === "string" && texts.includes(value);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(name)
    : undefined;
}
