import { headerNameFault, isHeaderValue } from "../config/schema/header-fields.ts";
import type { DownloadRequest } from "./download-types.ts";

/** What the download asks for by itself. */
const ownHeader = /^(?:range|if-range|accept-encoding|te|transfer-encoding)$/i;

/** What is wrong with the offer of a file; `undefined` for nothing. Holds nothing secret. */
export function requestFault({ url, headers, contentHash }: DownloadRequest): string | undefined {
  const parsed = URL.parse(url);
  if (!parsed || !["http:", "https:"].includes(parsed.protocol)) return "download_url is no http or https URL";
  if (parsed.username + parsed.password !== "") return "download_url holds a user name or a password; use headers";
  if (contentHash.length !== 32) {
    return `content_hash has ${contentHash.length} bytes; it must be a SHA-256, which has 32`;
  }
  for (const [name, value] of headers) {
    const fault = ownHeader.test(name) ? "is set by the download" : headerNameFault(name);
    // What is no name may be a value that went astray.
    if (fault === "is not a valid header name") return "headers: a key is no name of a header";
    if (fault !== undefined) return `headers: ${name} ${fault}`;
    if (!isHeaderValue(value)) return `headers: the value of ${name} has characters that no header can have`;
  }
  return undefined;
}
