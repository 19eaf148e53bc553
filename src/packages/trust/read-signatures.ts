/** More in one offer are a mistake, or would keep this machine busy for long. */
export const mostSignatures = 16;

/** The longest that is looked at; a bundle has some 10 kB. */
export const longestSignature = 1024 * 1024;

export type SignaturesReading = { signatures: Uint8Array[] } | { fault: string };

/**
 * The signatures over a file that the field `signature` of an offer holds, for the verifier `key`: text, either one JSON value or lines.
 * - A line is the Base64 of one signature (`cosign sign-blob --key`, RFC 4648 section 4), or a JSON value as below on one line.
 * - A JSON object is a Sigstore bundle with a message signature (any version), or the older bundle of cosign (`base64Signature`).
 * - A JSON array holds such objects.
 * Of bundles the signature alone is taken: nothing else in them is verified, since the keys are what is trusted.
 */
export function readSignatures(field: Uint8Array): SignaturesReading {
  if (field.length > longestSignature) return { fault: `is longer than ${longestSignature} bytes` };
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(field).trim();
  } catch {
    return { fault: "is not text: Base64 is needed, one signature on each line" };
  }
  const whole = parseJson(text);
  const readings = whole === undefined ? readLines(text) : readValues(whole, "the JSON text");
  if ("fault" in readings || readings.signatures.length <= mostSignatures) return readings;
  return { fault: `holds ${readings.signatures.length} signatures, more than ${mostSignatures}` };
}

function readLines(text: string): SignaturesReading {
  const signatures: Uint8Array[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const place = `line ${index + 1}`;
    const json = parseJson(line);
    const reading = json === undefined ? readBase64(line, place) : readValues(json, place);
    if ("fault" in reading) return reading;
    signatures.push(...reading.signatures);
  }
  return signatures.length > 0 ? { signatures } : { fault: "is empty" };
}

/** `undefined` where the text is none that begins as an object or an array. */
function parseJson(text: string): unknown {
  if (!/^[{[]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function readValues(value: unknown, place: string): SignaturesReading {
  const signatures: Uint8Array[] = [];
  for (const one of Array.isArray(value) ? value : [value]) {
    const reading = readBundle(one, place);
    if ("fault" in reading) return reading;
    signatures.push(...reading.signatures);
  }
  return signatures.length > 0 ? { signatures } : { fault: `${place} holds no signature` };
}

function readBundle(value: unknown, place: string): SignaturesReading {
  const message = fieldOf(value, "messageSignature");
  const text = message === undefined ? fieldOf(value, "base64Signature") : fieldOf(message, "signature");
  if (typeof text === "string") return readBase64(text, place);
  if (fieldOf(value, "dsseEnvelope") === undefined) return { fault: `${place} is no bundle with a signature` };
  return { fault: `${place} is an attestation; a signature over the file itself is needed (cosign sign-blob)` };
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

function readBase64(text: string, place: string): SignaturesReading {
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) && text !== "";
  if (isBase64) return { signatures: [Buffer.from(text, "base64")] };
  return { fault: `${place} is not Base64: one whole signature on each line is needed` };
}
