/** OpenSSL's list of ciphers for a connection that may speak TLS 1.0 or 1.1: since OpenSSL 3 these are below its first level of security. */
export function withOldCiphers(ciphers = "DEFAULT"): string | undefined {
  return `${ciphers}:@SECLEVEL=0`;
}
