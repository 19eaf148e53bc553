import { hasTls } from "../runtime/has-tls.ts";
import type { AuthConfig } from "./auth-types.ts";
import { readProxyUrl } from "./proxy-url.ts";
import type { SupervisorFile } from "./schema/supervisor.ts";
import type { CertificateRequestConfig, HeaderList, PemSource, ServerConfig, ServerTlsConfig } from "./types.ts";

type ServerFile = NonNullable<SupervisorFile["server"]>;

/** The checked section `server` as the rest of the program reads it. */
export function serverSettings(server: ServerFile, auth: AuthConfig | undefined): ServerConfig {
  const proxy = server.proxy_url ? readProxyUrl(server.proxy_url) : undefined;
  return {
    endpoint: server.endpoint,
    headers: headerList(server.headers),
    ...(proxy?.ok && { proxyUrl: proxy.url }),
    proxyConnectHeaders: headerList(server.proxy_connect_headers),
    compression: server.compression,
    maxMessageBytes: server.max_message_size_mib * 1024 * 1024,
    ...(!isWebSocket(server.endpoint) &&
      server.polling_interval !== undefined && { pollingIntervalMs: server.polling_interval }),
    tls: tlsSettings(server.tls),
    ...(auth && { auth }),
    ...(server.certificate_request.enabled && { certificateRequest: requestSettings(server.certificate_request) }),
  };
}

/** Whether a certificate is asked for from a server that nothing shows to be the right one. */
export function asksUnverified({ endpoint, tls, certificate_request: { enabled } }: ServerFile): boolean {
  return enabled && (!hasTls(endpoint) || tls.insecure_skip_verify);
}

/** Whether `polling_interval` is set where nothing is polled. */
export function pollingWithoutEffect({ endpoint, polling_interval: interval }: ServerFile): boolean {
  return isWebSocket(endpoint) && interval !== undefined;
}

/** Whether keys of `tls` are set that nothing uses: neither the endpoint nor a configured proxy has TLS. */
export function tlsWithoutEffect({ endpoint, proxy_url: proxy = "", tls }: ServerFile): boolean {
  if (hasTls(endpoint) || /^https:/i.test(proxy)) return false;
  const { ca, cert, serverName, insecureSkipVerify } = tlsSettings(tls);
  return ca !== undefined || cert !== undefined || serverName !== undefined || insecureSkipVerify;
}

function requestSettings(request: ServerFile["certificate_request"]): CertificateRequestConfig {
  const { key_type: keyType, common_name: commonName, organization, organizational_unit: unit } = request;
  return {
    keyType,
    ...(commonName !== "" && { commonName }),
    ...(organization !== "" && { organization }),
    ...(unit !== "" && { organizationalUnit: unit }),
    dnsNames: request.dns_names,
  };
}

function isWebSocket(endpoint: string): boolean {
  return /^wss?:/i.test(endpoint);
}

/** A mapping of names to values, a name with several values several times. */
export function headerList(headers: ServerFile["headers"]): HeaderList {
  return Object.entries(headers).flatMap(([name, values]) => values.map((value) => [name, value] as const));
}

/** A checked section of `configtls` as the rest of the program reads it. */
export function tlsSettings(tls: ServerFile["tls"]): ServerTlsConfig {
  const ca = pemSource(tls.ca_file, tls.ca_pem);
  const cert = pemSource(tls.cert_file, tls.cert_pem);
  const key = pemSource(tls.key_file, tls.key_pem);
  const { server_name_override: serverName, min_version: min, max_version: max, reload_interval: interval } = tls;
  return {
    insecureSkipVerify: tls.insecure_skip_verify,
    ...(ca && { ca }),
    includeSystemRoots: tls.include_system_ca_certs_pool,
    ...(cert && { cert }),
    ...(key && { key }),
    ...(serverName && { serverName }),
    ...(min && { minVersion: min }),
    ...(max && { maxVersion: max }),
    cipherSuites: tls.cipher_suites,
    curves: tls.curve_preferences,
    ...(interval !== undefined && { reloadIntervalMs: interval }),
  };
}

/** An empty text counts as not set. */
export function pemSource(file: string | undefined, pem: string | undefined): PemSource | undefined {
  if (file) return { file };
  return pem ? { pem } : undefined;
}
