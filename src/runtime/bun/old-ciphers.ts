/** OpenSSL's list of ciphers for a connection that may speak TLS 1.0 or 1.1, for which BoringSSL needs nothing more. */
export function withOldCiphers(ciphers: string | undefined): string | undefined {
  return ciphers;
}
