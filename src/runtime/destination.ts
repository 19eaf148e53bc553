/** Where a connection goes. */
export interface Destination {
  /** In lower case and as ASCII, as `URL` gives it; IPv6 without brackets. */
  host: string;
  port: number;
  /** Whether it is reached over TLS. */
  secure: boolean;
}

/** Where a `ws:`, `wss:`, `http:` or `https:` URL leads. */
export function destinationOf(url: string): Destination {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === "wss:" || protocol === "https:";
  return { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: Number(port || (secure ? 443 : 80)), secure };
}
