import type { ConnectionLoss } from "../../runtime/network-ports.ts";
import { messageTooBig } from "./ending.ts";

/** One line that says why there is no connection and what to check. Holds no header value. */
export function explainLoss(loss: ConnectionLoss): string {
  if (loss.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH")
    return "the server sent a message that is larger than the limit";
  if (loss.closeCode === messageTooBig) return "a message was larger than the server takes";
  const status = loss.response?.status;
  if (status === undefined || loss.code !== "HTTP") return loss.message;
  const who = loss.proxy === undefined ? "the server" : `the server, or the proxy ${loss.proxy} before it,`;
  return `${who} refused the connection with HTTP ${status}: ${advice(status, loss.proxy !== undefined)}`;
}

function advice(status: number, throughProxy: boolean): string {
  if (status === 401 || status === 403) {
    const ofProxy = throughProxy ? ", and what the proxy asks for and allows" : "";
    return `it does not accept the credentials; check the Authorization header and the client certificate of the connection${ofProxy}`;
  }
  if (status === 404) return "nothing is there; check the path of the endpoint (usually /v1/opamp)";
  if (status === 415) return "it does not take the request in this form; check whether compression is on";
  if (status === 405 || status === 426 || (status >= 200 && status < 300)) {
    return "it does not speak OpAMP over this transport there; check the endpoint and its scheme";
  }
  if (status === 429 || status >= 500) return "it cannot take the connection now";
  return "check the endpoint";
}

/** An address for logs: without user information and query, which may hold secrets. */
export function shownUrl(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.protocol}//${parsed.host}${parsed.pathname}` : "(invalid URL)";
}
