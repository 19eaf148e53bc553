/** Whether the scheme of a URL says that the connection is made with TLS. */
export function hasTls(url: string): boolean {
  return /^(?:wss|https):/i.test(url);
}
