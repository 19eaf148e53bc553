import { hasTls } from "../has-tls.ts";
import type { ConnectionLoss, Route } from "../network-ports.ts";
import { type PreparedProxy, prepareProxy } from "./proxy.ts";
import { readTlsOptions, type TlsSettings } from "./tls-settings.ts";

export interface PreparedRoute {
  usable: true;
  /** For the target; unset where it has no TLS. */
  tls?: TlsSettings;
  proxy?: PreparedProxy;
  /** For the proxy, whose name is its own; unset where it has no TLS. */
  proxyTls?: TlsSettings;
}

/** A route in the words of what makes connections, or why it cannot be used. TLS is left aside where neither target nor proxy has any. */
export function prepareRoute(url: string, route: Route): PreparedRoute | { usable: false; loss: ConnectionLoss } {
  const proxy = route.proxy && prepareProxy(route.proxy);
  if (route.proxy && !proxy) {
    return { usable: false, loss: { code: "PROXY", message: "the proxy has no http or https URL" } };
  }
  const targetHasTls = hasTls(url);
  const proxyHasTls = proxy?.url.startsWith("https:") === true;
  if (!targetHasTls && !proxyHasTls) return { usable: true, ...(proxy && { proxy }) };
  const reading = readTlsOptions(route.tls);
  if (!reading.usable) return reading;
  const { serverName: _, ...shared } = reading.settings;
  return {
    usable: true,
    ...(targetHasTls && { tls: reading.settings }),
    ...(proxy && { proxy }),
    ...(proxyHasTls && { proxyTls: shared }),
  };
}
