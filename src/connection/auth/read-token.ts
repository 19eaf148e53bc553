import { isHeaderValue } from "../../config/schema/header-fields.ts";
import type { PostOutcome } from "../../runtime/network-ports.ts";

export type TokenReading =
  | {
      ok: true;
      /** For the header Authorization. */
      authorization: string;
      token: string;
      /** Milliseconds from now; unset: the server does not say it. */
      lifeMs?: number;
    }
  | { ok: false; fault: string };

/** Longest part of what an endpoint says that is passed on, characters. */
const longestSaid = 200;

/** The token in an answer (RFC 6749, 5.1), or what the answer says instead (5.2), which may quote what was asked. */
export function readToken({ status, body }: Extract<PostOutcome, { answered: true }>): TokenReading {
  const answer = readObject(body);
  if (status < 200 || status >= 300) return { ok: false, fault: `answered with HTTP ${status}${said(answer)}` };
  const token = answer["access_token"];
  if (typeof token !== "string" || token === "") {
    return { ok: false, fault: `answered with something that holds no access_token${said(answer)}` };
  }
  if (!isHeaderValue(token)) return { ok: false, fault: "gave a token that no header can hold" };
  const type = schemeOf(answer["token_type"]);
  if (!isHeaderValue(type)) return { ok: false, fault: "gave a token_type that no header can hold" };
  const seconds = Number(answer["expires_in"] ?? 0);
  return {
    ok: true,
    authorization: `${type} ${token}`,
    token,
    ...(seconds > 0 && Number.isFinite(seconds) && { lifeMs: seconds * 1000 }),
  };
}

function readObject(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** Types know no case (RFC 6749, 5.1), but many servers expect this spelling of the usual one. */
function schemeOf(type: unknown): string {
  if (typeof type !== "string" || type === "" || type.toLowerCase() === "bearer") return "Bearer";
  return type;
}

function said(answer: Readonly<Record<string, unknown>>): string {
  const parts = [answer["error"], answer["error_description"]].filter((part) => typeof part === "string");
  const text = parts.join(", ").replaceAll(/\s+/g, " ").trim();
  if (text === "") return "";
  return `: ${text.length > longestSaid ? `${text.slice(0, longestSaid)}…` : text}`;
}
