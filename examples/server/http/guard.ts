/** Names under which a browser on this machine may know the pages. */
const ownNames: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Why a request must not be served, if so. A foreign `Host` is a page of another origin that had its name point here
 * (DNS rebinding). A change must not come from another origin: browsers name it in `Origin` with every POST, other
 * programs leave it out.
 */
export function refusalOf(request: Request): string | undefined {
  const host = request.headers.get("host") ?? "";
  if (!ownNames.has(nameOf(host))) return "This server answers under the names localhost and 127.0.0.1 only.";
  if (request.method === "GET" || request.method === "HEAD") return undefined;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site") ?? "same-origin";
  const own = origin === null ? site === "same-origin" || site === "none" : origin === `http://${host}`;
  return own ? undefined : "Changes are taken from the pages of this server only.";
}

function nameOf(host: string): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}

export interface ContentSecurityPolicyOptions {
  /** Styles that the script makes with this nonce are let in. Default: none. */
  styleNonce?: string;
}

/** Only what this server itself gives is loaded or run, and no markup brings code or styles of its own. */
export function contentSecurityPolicy({ styleNonce }: ContentSecurityPolicyOptions = {}): string {
  return [
    "default-src 'none'",
    `style-src 'self'${styleNonce === undefined ? "" : ` 'nonce-${styleNonce}'`}`,
    "script-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** Adds to every response what keeps a browser from loading or running anything that is not this server's own. */
export function withSecurityHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(securityHeaders)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  return response;
}

/** A stricter referrer policy would turn the `Origin` of the form into `null`. */
const securityHeaders = {
  "cache-control": "no-store",
  "content-security-policy": contentSecurityPolicy(),
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
} as const;
