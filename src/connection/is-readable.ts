/** Whether others on the network can read what is sent to this URL: it is not over TLS, and leaves this machine. */
export function isReadable(endpoint: string): boolean {
  const { protocol, hostname } = new URL(endpoint);
  if (protocol !== "ws:" && protocol !== "http:") return false;
  return hostname !== "localhost" && hostname !== "[::1]" && !/^127(?:\.\d+){3}$/.test(hostname);
}
