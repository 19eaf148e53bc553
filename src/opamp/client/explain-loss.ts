import type { ConnectionLoss } from "../../runtime/ports.ts";
import { isCredentialRefusal } from "./backoff.ts";

/** One line that says why there is no connection and what to check. Holds no header value. */
export function explainLoss(loss: ConnectionLoss): string {
  const status = loss.response?.status;
  if (status === undefined) return loss.message;
  return `the server refused the connection with HTTP ${status}: ${advice(status, loss.response?.headers ?? {})}`;
}

function advice(status: number, headers: Readonly<Record<string, string>>): string {
  if (isCredentialRefusal(status)) {
    return "it does not accept the credentials; check the Authorization header and the client certificate of the connection";
  }
  if (status === 404) return "nothing is there; check the path of the endpoint (usually /v1/opamp)";
  if (status >= 300 && status < 400 && headers["location"]) return "it redirects; use the address it redirects to";
  if (status === 426 || (status >= 200 && status < 300)) return "it does not speak WebSocket there; check the endpoint";
  if (status === 429 || status >= 500) return "it cannot take the connection now";
  return "check the endpoint";
}

/** An address for logs: without user information and query, which may hold secrets. */
export function shownUrl(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.protocol}//${parsed.host}${parsed.pathname}` : "(invalid URL)";
}
