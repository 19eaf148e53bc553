import type { CertificateRequestConfig } from "../config/types.ts";
import { formatUid } from "../opamp/wire/uid.ts";
import type { CertificateWish, Subject } from "./make-certificate-request.ts";

/** What an agent with this uid (16 bytes) asks its server for. */
export function certificateWish(config: CertificateRequestConfig, uid: Uint8Array): CertificateWish {
  const { keyType, commonName = formatUid(uid), organization, organizationalUnit, dnsNames } = config;
  const subject: Subject = [
    ["CN", commonName],
    ...(organization === undefined ? [] : [["O", organization] as const]),
    ...(organizationalUnit === undefined ? [] : [["OU", organizationalUnit] as const]),
  ];
  return { keyType, subject, dnsNames };
}

/** Equal for equal wishes: whether a request that was made earlier still asks for what is wanted. */
export function formOf(wish: CertificateWish): string {
  return JSON.stringify(wish);
}
