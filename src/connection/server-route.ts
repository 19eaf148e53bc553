import type { ServerConfig, ServerTlsConfig } from "../config/types.ts";
import type { RouteAnswer, RouteProvider } from "../opamp/client/route.ts";
import { errorCode } from "../runtime/error-code.ts";
import type { Clock, Files, Host, ProxyOptions, TlsOptions } from "../runtime/ports.ts";
import type { Log } from "../telemetry/log.ts";
import type { MaterialPart } from "./check-material.ts";
import { proxyFromEnvironment } from "./proxy-from-environment.ts";

export interface ServerRouteOptions {
  config: ServerConfig;
  files: Pick<Files, "read">;
  clock: Pick<Clock, "now">;
  host: Pick<Host, "env">;
  log: Log;
}

type MaterialRead = { tls: TlsOptions } | { reason: string; isOfTime: boolean };

/** Warned of a certificate that is valid for less, milliseconds. */
const expiryWarningMs = 14 * 24 * 60 * 60 * 1000;

/**
 * The way to the server that `supervisor.yaml` names. Files are read anew before each attempt to connect, so that a rotated
 * certificate is used by the next connection; ones that are missing or wrong for a moment, as in the middle of a rotation,
 * leave the last good ones in use, with an error in the log.
 */
export class ConfiguredRoute {
  readonly #options: ServerRouteOptions;
  #lastGood: TlsOptions | undefined;
  #lastComplaint: string | undefined;
  #warnedOf: number | undefined;

  constructor(options: ServerRouteOptions) {
    this.#options = options;
  }

  /**
   * What is wrong with the material in the configuration, for the start. That a certificate is out of date is none of its
   * mistakes: the Collector runs all the same, and the next attempt to connect looks again.
   */
  async mistake(): Promise<string | undefined> {
    const { config } = this.#options;
    if (!isSecure(config)) return undefined;
    const read = await this.#read(config.tls);
    if ("tls" in read) this.#lastGood = read.tls;
    return "reason" in read && !read.isOfTime ? read.reason : undefined;
  }

  readonly provide: RouteProvider = async (): Promise<RouteAnswer> => {
    const { config } = this.#options;
    const { endpoint: url, headers, compression } = config;
    const proxy = this.#proxy();
    if ("reason" in proxy) return { usable: false, code: "PROXY", reason: proxy.reason };
    const route = { url, headers: [...headers], compression, ...(proxy.options && { proxy: proxy.options }) };
    if (!isSecure(config)) return { usable: true, route };
    const read = await this.#read(config.tls);
    if ("tls" in read) this.#use(read.tls);
    else if (this.#lastGood === undefined) return { usable: false, code: "TLS_MATERIAL", reason: read.reason };
    else this.#complain(read.reason);
    return { usable: true, route: { ...route, ...(this.#lastGood && { tls: this.#lastGood }) } };
  };

  #use(tls: TlsOptions): void {
    this.#lastGood = tls;
    this.#lastComplaint = undefined;
  }

  #complain(reason: string): void {
    if (this.#lastComplaint === reason) return;
    this.#lastComplaint = reason;
    this.#options.log.error("Connecting with the certificates as they were", { reason });
  }

  #proxy(): { options: ProxyOptions | undefined } | { reason: string } {
    const { config, host } = this.#options;
    if (config.proxyUrl !== undefined) return { options: { url: config.proxyUrl } };
    const decision = proxyFromEnvironment(config.endpoint, host.env);
    if (decision.use === "refused") return { reason: decision.reason };
    return { options: decision.use === "proxy" ? { url: decision.url } : undefined };
  }

  async #read(config: ServerTlsConfig): Promise<MaterialRead> {
    const { ca, cert, key, ...settings } = config;
    const tls: TlsOptions = settings;
    for (const [part, source] of Object.entries({ ca, cert, key })) {
      if (source === undefined) continue;
      const text = "pem" in source ? source.pem : await this.#readFile(source.file);
      if (typeof text !== "string") {
        return { reason: `server::tls::${part}_file: cannot read ${text.file}: ${text.code}`, isOfTime: false };
      }
      if (part === "ca" || part === "cert" || part === "key") tls[part] = text;
    }
    if ((tls.ca ?? tls.cert) === undefined) return { tls };
    const { checkMaterial } = await import("./check-material.ts");
    const { fault, expiresAt } = checkMaterial(tls, this.#options.clock.now());
    if (fault !== undefined) {
      return { reason: `${placeOf(config, fault.part)} ${fault.message}`, isOfTime: fault.isOfTime };
    }
    if (expiresAt !== undefined) this.#warnOfExpiry(expiresAt, placeOf(config, "cert"));
    return { tls };
  }

  async #readFile(file: string): Promise<string | { file: string; code: string }> {
    try {
      return new TextDecoder().decode(await this.#options.files.read(file));
    } catch (error) {
      return { file, code: errorCode(error) ?? String(error) };
    }
  }

  /** Once for each certificate. */
  #warnOfExpiry(expiresAt: number, place: string): void {
    const { clock, log } = this.#options;
    if (expiresAt - clock.now() > expiryWarningMs || this.#warnedOf === expiresAt) return;
    this.#warnedOf = expiresAt;
    log.warn("The client certificate expires soon", { certificate: place, expires: new Date(expiresAt).toISOString() });
  }
}

function isSecure({ endpoint }: ServerConfig): boolean {
  return /^(?:wss|https):/i.test(endpoint);
}

/** `server::tls::cert_file: /etc/cert.pem`. */
function placeOf(config: ServerTlsConfig, part: MaterialPart): string {
  const source = config[part];
  const key = `server::tls::${part}_${source !== undefined && "file" in source ? "file" : "pem"}`;
  return source !== undefined && "file" in source ? `${key}: ${source.file}` : `${key}:`;
}
