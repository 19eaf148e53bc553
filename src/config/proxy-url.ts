/** A proxy's address, or what is wrong with it; neither message nor fault shows the text, which may hold a password. */
export type ProxyUrlReading = { ok: true; url: string } | { ok: false; fault: string };

/**
 * The URL of an HTTP proxy. Without a scheme it is `http`, as for Go's `HTTP_PROXY`; user name and password may be in it,
 * percent-encoded where they hold special characters.
 */
export function readProxyUrl(text: string): ProxyUrlReading {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url === null || url.hostname === "" || /\s/.test(text)) {
    return { ok: false, fault: "must be the URL of a proxy, such as http://proxy.example:3128" };
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    const kind = url.protocol.slice(0, -1);
    return { ok: false, fault: `must be an http or https proxy, ${kind} proxies are not supported` };
  }
  if (!["", "/"].includes(url.pathname) || url.search !== "" || url.hash !== "") {
    return { ok: false, fault: "must end with the host and port of the proxy" };
  }
  return { ok: true, url: url.href };
}
