/** Text with its `%` codes decoded (RFC 3986, 2.1); as a whole it stands for itself where one of them encodes nothing. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
