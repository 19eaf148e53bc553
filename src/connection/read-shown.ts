import type { PemSource } from "../config/types.ts";
import type { Files } from "../runtime/ports.ts";
import { type CertificateFacts, readCertificates } from "../runtime/x509.ts";

/** The certificates that `source` holds, as they are now. Throws where there is no such file, or no certificate in it. */
export async function readShown(source: PemSource, files: Pick<Files, "read">): Promise<CertificateFacts[]> {
  const pem = "pem" in source ? source.pem : new TextDecoder().decode(await files.read(source.file));
  const reading = readCertificates(pem);
  if (!reading.ok) throw new Error(reading.fault);
  return reading.content;
}
