import { errorCode } from "../error-code.ts";
import { errorMessage } from "../error-message.ts";
import type { ConnectionLoss, ProxyOptions, TlsOptions } from "../network-ports.ts";
import { ProxyRefusal } from "./proxy-refusal.ts";

/** What was tried when the error came. */
export interface Attempt {
  url: string;
  proxy?: ProxyOptions;
  tls?: TlsOptions;
}

/** Says which of the peers is meant and what went wrong, in words that hold nothing of the URLs but hosts. */
export function lossOf(error: unknown, attempt: Attempt): ConnectionLoss {
  if (error instanceof ProxyRefusal && attempt.proxy) return proxyRefusal(error.status, attempt.proxy);
  const text = errorMessage(error);
  const code = errorCode(error) ?? (/timed out/i.test(text) ? "TIMEOUT" : "FAILED");
  const refusal = /\bproxy\b.*: (\d{3})\b/i.exec(text)?.[1];
  if (attempt.proxy && refusal) return proxyRefusal(Number(refusal), attempt.proxy);
  const reason = handshakeReason(code, text);
  if (code === "EPROTO" || code.startsWith("ERR_SSL_")) return brokenHandshake(reason, attempt);
  const explained = certificateText(code, attempt) ?? socketText(code, attempt);
  return { code, message: explained ?? withoutUrls(text) };
}

/** What ended a handshake, as BoringSSL has it: OpenSSL says the same in small letters. */
function handshakeReason(code: string, text: string): string | undefined {
  const own = /OPENSSL_internal:(\w+)/.exec(text)?.[1] ?? /^ERR_SSL_(\w+)/.exec(code)?.[1];
  return own ?? /:SSL routines:[^:]*:([^:]+):/.exec(text)?.[1]?.toUpperCase().replaceAll(" ", "_");
}

/** Bun adds advice for its programmers to some texts, which is no help to those who read ours. */
function withoutUrls(text: string): string {
  const own = text.replace(/\. For more information, pass `verbose: true`.*$/s, "");
  return own.replaceAll(/\b(?:wss?|https?):\/\/[^\s'"]+/g, (url) => hostOf(url));
}

const noCredentials = "it does not accept the credentials, or asks for some";

/** The proxy has answered instead of the server. Some have 401 for what is 407 (RFC 9110, 15.5.8). */
export function proxyRefusal(status: number, { url }: ProxyOptions): ConnectionLoss {
  const advice: Readonly<Record<number, string>> = {
    401: noCredentials,
    403: "it does not allow this connection",
    407: noCredentials,
  };
  const why = advice[status] ?? (status >= 500 ? "it does not reach the server" : "check the address of the proxy");
  return { code: "PROXY", message: `the proxy ${hostOf(url)} answered with HTTP ${status}: ${why}` };
}

/** Host and port, all that is shown of a URL. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? "(invalid URL)";
}

const untrusted = "comes from an authority that is not trusted here";

/** What is wrong with a certificate of the peer, by the codes of OpenSSL. */
const certificateFaults: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "has expired",
  CERT_NOT_YET_VALID: "is not valid yet, by the clock of this machine",
  CERT_REVOKED: "is revoked",
  INVALID_PURPOSE: "is not meant for servers",
  INVALID_CA: "was issued by a certificate that may not issue any",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: "is signed by itself and not trusted here",
};

function certificateText(code: string, { url, proxy, tls }: Attempt): string | undefined {
  const throughTls = proxy !== undefined && proxy.url.startsWith("https:");
  const whose = `the certificate of ${hostOf(url)}${throughTls ? ` or of the proxy ${hostOf(proxy.url)}` : ""}`;
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    const name = tls?.serverName ?? URL.parse(url)?.hostname ?? "";
    return `${whose} is for another name than ${name}`;
  }
  const fault = certificateFaults[code];
  return fault && `${whose} ${fault} (${code})`;
}

function socketText(code: string, { url, proxy, tls }: Attempt): string | undefined {
  const first = proxy ? `the proxy ${hostOf(proxy.url)}` : hostOf(url);
  const way = proxy ? `${hostOf(url)}, by way of ${first},` : first;
  const suspicion = tls?.cert === undefined ? "" : "; perhaps the client certificate is not accepted";
  const texts: Readonly<Record<string, string>> = {
    ECONNREFUSED: `nothing accepts connections at ${first}`,
    ENOTFOUND: `no address is known for ${first}`,
    EAI_AGAIN: `no address is known for ${first}: the name service does not answer`,
    EHOSTUNREACH: `there is no way to ${first}`,
    ENETUNREACH: `there is no way to ${first}`,
    ETIMEDOUT: `${first} does not answer`,
    ECONNRESET: `the connection to ${way} was broken off${suspicion}`,
  };
  return texts[code];
}

/** A handshake that the peer or we ended, by the reasons of OpenSSL. */
function brokenHandshake(reason: string | undefined, attempt: Attempt): ConnectionLoss {
  const code = reason === undefined ? "EPROTO" : `ERR_SSL_${reason}`;
  return { code, message: `the TLS handshake with ${hostOf(attempt.url)} failed: ${handshakeText(reason, attempt)}` };
}

function handshakeText(reason: string | undefined, { tls }: Attempt): string {
  const { minVersion = "1.2", maxVersion = "1.3", cert } = tls ?? {};
  const noVersion = `the server takes no version of TLS from ${minVersion} to ${maxVersion}`;
  const noCommon = "no cipher suite or curve is common to both sides";
  const noClient =
    cert === undefined ? "the server asks for a client certificate" : "the client certificate is not accepted";
  const noTls = "the server does not speak TLS on this port";
  if (reason === undefined) return [noVersion, noCommon, noClient, noTls].join(", or ");
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION/.test(reason)) return noVersion;
  if (reason.endsWith("HANDSHAKE_FAILURE")) return `${noCommon}, or ${noClient}`;
  if (reason.endsWith("CERTIFICATE_REQUIRED")) return "the server asks for a client certificate";
  if (/ALERT.*(?:CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)/.test(reason)) {
    return `${noClient} (${reason
      .replace(/^.*ALERT_/, "")
      .toLowerCase()
      .replaceAll("_", " ")})`;
  }
  return /WRONG_VERSION_NUMBER|HTTP_REQUEST/.test(reason) ? noTls : reason.toLowerCase().replaceAll("_", " ");
}
