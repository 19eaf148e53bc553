/** A name that nobody knows, a certificate that is not trusted, TLS settings that cannot be used: nothing of that is an outage. */
const lasting = /^(?:ENOTFOUND|TLS|ERR_TLS|ERR_SSL|CERT_|INVALID_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;

/** Whether a server that could not be reached for this reason (`ConnectionLoss.code`, or that of a route) may be away for some time only. */
export function mayPass(code: string): boolean {
  return !lasting.test(code);
}
