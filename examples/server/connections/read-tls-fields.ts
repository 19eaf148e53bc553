import { X509Certificate } from "node:crypto";

import { cipherSuiteFault } from "../../../src/runtime/tls-names.ts";
import { certificateBlocks, checkKey, readCertificates } from "../../../src/runtime/x509.ts";
import type { Reading } from "./read-header-lines.ts";
import type { ConnectionSettings, TlsSettings } from "./settings.ts";

/** The fields of a form by their names. */
export type Fields = Readonly<Record<string, string>>;

/** The TLS settings of a form; `null` where it says nothing of TLS. */
export function readTlsFields(fields: Fields): Reading<TlsSettings | null> {
  const ca = pemOf(fields["tls_ca"]);
  const tls: TlsSettings = {
    ca,
    includeSystemCas: fields["tls_system"] !== undefined,
    insecureSkipVerify: fields["tls_insecure"] !== undefined,
    minVersion: fields["tls_min"] ?? "",
    maxVersion: fields["tls_max"] ?? "",
    cipherSuites: (fields["tls_ciphers"] ?? "").split(/[\s,]+/).filter((suite) => suite !== ""),
  };
  const authorities = ca === "" ? undefined : readCertificates(ca);
  if (authorities?.ok === false) return refused(`The authorities are not usable: ${authorities.fault}.`);
  for (const version of [tls.minVersion, tls.maxVersion]) {
    if (!["", "1.2", "1.3"].includes(version)) return refused(`A version of TLS must be 1.2 or 1.3: it is ${version}.`);
  }
  if (tls.minVersion === "1.3" && tls.maxVersion === "1.2") {
    return refused("The highest version of TLS must not be below the lowest: they are 1.2 and 1.3.");
  }
  for (const suite of tls.cipherSuites) {
    const fault = cipherSuiteFault(suite);
    if (fault !== undefined) return refused(`The cipher suite ${suite} ${fault}.`);
  }
  const says = Object.values(tls).some((value) => (Array.isArray(value) ? value.length > 0 : value !== "" && value));
  return { ok: true, value: says ? tls : null };
}

/**
 * The client certificate of a form. Its key may be left out where the one that is saved fits. A certificate that an
 * authority has signed comes with the authority's (§ TLSCertificate).
 */
export function readCertificateFields(
  fields: Fields,
  saved: ConnectionSettings["certificate"],
): Reading<ConnectionSettings["certificate"]> {
  const [cert, caCert] = [pemOf(fields["cert"]), pemOf(fields["ca_cert"])];
  const typedKey = pemOf(fields["key"]);
  if (cert === "") {
    if (typedKey === "" && caCert === "") return { ok: true, value: null };
    return refused("A private key or an authority stands there without the client certificate it belongs to.");
  }
  const chain = readCertificates(cert);
  if (!chain.ok) return refused(`The client certificate is not usable: ${chain.fault}.`);
  const key = typedKey === "" ? (saved?.key ?? "") : typedKey;
  if (key === "") return refused("The client certificate needs its private key.");
  const fit = checkKey(key, cert);
  if (!fit.ok) return refused(`The private key is not usable: ${fit.fault}.`);
  const leaf = new X509Certificate(certificateBlocks(cert)[0] ?? "");
  if (!leaf.checkIssued(leaf) && caCert === "") {
    return refused("The client certificate is signed by an authority, whose certificate is needed too.");
  }
  const authority = caCert === "" ? undefined : readCertificates(caCert);
  if (authority?.ok === false) return refused(`The authority's certificate is not usable: ${authority.fault}.`);
  return { ok: true, value: { cert, key, caCert } };
}

/** Forms carry line ends as CR LF. */
function pemOf(text: string | undefined): string {
  const trimmed = (text ?? "").replaceAll("\r\n", "\n").trim();
  return trimmed === "" ? "" : `${trimmed}\n`;
}

function refused(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
