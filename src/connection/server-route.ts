import type { UsageFault } from "../config/problem.ts";
import type { ServerConfig } from "../config/types.ts";
import type { OpAMPSettings, SettingsPolicy } from "../opamp/client/connection-settings.ts";
import { defaultHeartbeatMs } from "../opamp/client/heartbeat.ts";
import type { RouteAnswer, RouteProvider, ServerRoute } from "../opamp/client/route.ts";
import type { OpAMPConnectionSettings } from "../opamp/wire/messages.ts";
import type { TlsOptions } from "../runtime/network-ports.ts";
import type { Cancel, Clock, Files } from "../runtime/ports.ts";
import type { CertificateFacts } from "../runtime/x509.ts";
import type { Log } from "../telemetry/log.ts";
import { chooseProxy } from "./choose-proxy.ts";
import { isReadable } from "./is-readable.ts";
import { judgeOffer, type OfferVerdict, settingsOver } from "./offered-settings.ts";
import { TlsMaterial } from "./tls-material.ts";

/** How often the files are looked at while a connection lasts, where `reload_interval` does not say it: once a day. */
const defaultReloadMs = 24 * 60 * 60 * 1000;

export interface OpenServerRouteOptions {
  server: ServerConfig;
  /** What the operator allows offers to change. */
  allows: Pick<SettingsPolicy, "allowOtherAuthorities">;
  files: Pick<Files, "read">;
  clock: Clock;
  /** Where proxies may be named. */
  env: Readonly<Record<string, string>>;
  log: Log;
}

export type ServerRouteOpening = { opened: true; route: OpenedRoute } | { opened: false; problems: UsageFault[] };

export interface OpenedRoute {
  /**
   * For the client: reads the files of `server.tls` anew each time. Answers at once where there are none. What the server
   * has offered stands over the operator's settings.
   */
  provide(offered: OpAMPConnectionSettings | undefined): RouteProvider;
  /** What an offer comes to where `accepted` is in force. `pendingKey`: of the certificate that was asked for, PEM. */
  judge(
    offer: OpAMPConnectionSettings,
    accepted: OpAMPConnectionSettings | undefined,
    pendingKey?: string,
  ): OfferVerdict;
  /** The operator's client certificate, as it is now, where there is one: of its chain what ends first. */
  ownCertificate(): CertificateFacts | undefined;
  /** Nothing is read any more. */
  close: Cancel;
}

/**
 * The way to the OpAMP server that `supervisor.yaml` describes. Material that cannot be used is named here, before any
 * connection; certificates that are over or not yet valid are told in the log and tried all the same, since a wrong clock
 * must not keep the Collector from running.
 */
export async function openServerRoute(options: OpenServerRouteOptions): Promise<ServerRouteOpening> {
  const { server, allows, clock, env, log } = options;
  const material = new TlsMaterial({ ...options, tls: server.tls });
  const problems: UsageFault[] = (await material.open()).map(({ key, message }) => ({
    code: "TLS_FILE",
    path: ["server", "tls", key],
    message,
  }));
  const choose = (endpoint: string) => chooseProxy({ endpoint, configured: server.proxyUrl, env });
  const choice = choose(server.endpoint);
  if (choice.use === "refused") problems.push({ code: "PROXY", message: choice.reason });
  if (problems.length > 0) return { opened: false, problems };
  if (choice.use === "proxy") {
    const shown = { proxy: new URL(choice.url).host, from: choice.from };
    log.info("The OpAMP server is reached through a proxy", shown);
  }
  material.tellConcerns();
  const hasAuth = server.auth !== undefined;
  if ((server.headers.length > 0 || hasAuth) && isReadable(server.endpoint)) {
    log.warn("Headers and credentials go to the OpAMP server unencrypted: use wss or https");
  }

  const own = () => ownSettings(server, material.options);
  const answer = (offered: OpAMPConnectionSettings | undefined, redirectedTo?: string): RouteAnswer => {
    const reading = settingsOver(own(), offered);
    if (!reading.usable) return { usable: false, code: "SETTINGS", reason: reading.reason };
    const { endpoint, headers, tls, certificate, proxy } = reading.settings;
    const chosen = proxy ? undefined : choose(redirectedTo ?? endpoint);
    if (chosen?.use === "refused") return { usable: false, code: "PROXY", reason: chosen.reason };
    const way = chosen?.use === "proxy" ? { url: chosen.url, headers: server.proxyConnectHeaders } : proxy;
    const route: ServerRoute = {
      url: endpoint,
      headers,
      tls: { ...tls, ...certificate },
      ...(way && { proxy: way }),
      ...(server.compression && { compression: true }),
    };
    return { usable: true, route };
  };
  const ownCertificate = () => material.chain.toSorted((a, b) => a.validTo - b.validTo)[0];
  const policy = { ...allows, allowInsecureTls: server.tls.insecureSkipVerify };
  const judge: OpenedRoute["judge"] = (offer, accepted, pendingKey) => {
    const full = { ...policy, ...(pendingKey !== undefined && { pendingKey }) };
    return judgeOffer({ offer, accepted, own: own(), policy: full, hasAuth });
  };
  if (!material.hasFiles) {
    const provide: OpenedRoute["provide"] = (offered) => (_signal, redirectedTo) => answer(offered, redirectedTo);
    return { opened: true, route: { provide, judge, ownCertificate, close: () => {} } };
  }
  const close = repeat(clock, server.tls.reloadIntervalMs ?? defaultReloadMs, async () => {
    await material.refresh();
    material.tellConcerns();
  });
  const provide: OpenedRoute["provide"] = (offered) => async (_signal, redirectedTo) => {
    await material.refresh();
    return answer(offered, redirectedTo);
  };
  return { opened: true, route: { provide, judge, ownCertificate, close } };
}

/** The operator's settings, but for the proxy, which depends on where the connection goes in the end. */
function ownSettings({ endpoint, headers, pollingIntervalMs }: ServerConfig, options: TlsOptions): OpAMPSettings {
  const { cert, key, ...tls } = options;
  return {
    endpoint,
    headers,
    ...(cert !== undefined && key !== undefined && { certificate: { cert, key } }),
    tls,
    heartbeatMs: pollingIntervalMs ?? defaultHeartbeatMs,
  };
}

/** Does the work again and again, `periodMs` after it was done. */
function repeat(clock: Clock, periodMs: number, work: () => Promise<void>): Cancel {
  let open = true;
  let cancel: Cancel = () => {};
  const arm = () => {
    if (open) cancel = clock.schedule(periodMs, () => void work().then(arm));
  };
  arm();
  return () => {
    open = false;
    cancel();
  };
}
