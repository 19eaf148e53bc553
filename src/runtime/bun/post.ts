import { errorCode } from "../error-code.ts";
import type { PostOptions, PostOutcome } from "../ports.ts";
import { joinHeaders } from "./headers.ts";
import { proxyTarget } from "./proxy.ts";
import { readAnswer } from "./read-answer.ts";
import { fetchTls, materialFault } from "./tls.ts";

/** One POST and its whole answer, whatever its status. */
export async function post(options: PostOptions): Promise<PostOutcome> {
  const { url, headers, body, gzip, tls = {}, proxy, timeoutMs, signal, maxResponseBytes } = options;
  const fault = materialFault(tls);
  if (fault !== undefined) return { answered: false, loss: fault };
  const secure = /^https:/i.test(url) || /^https:/i.test(proxy?.url ?? "");
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { ...joinHeaders(headers), "accept-encoding": "gzip", ...(gzip && { "content-encoding": "gzip" }) },
      body: gzip ? Bun.gzipSync(Uint8Array.from(body)) : Uint8Array.from(body),
      redirect: "manual",
      // Said in both cases: otherwise the environment decides.
      proxy: proxy === undefined ? false : proxyTarget(proxy),
      // Left to itself, fetch inflates ahead of its reader, as far as it goes.
      decompress: false,
      signal: AbortSignal.any([signal, timeout]),
      ...(secure && { tls: fetchTls(tls) }),
    });
    const received = await readAnswer(response, maxResponseBytes);
    if (received === undefined) return lost("TOO_LARGE", `the answer is larger than ${maxResponseBytes} bytes`);
    const { status } = response;
    return { answered: true, status, headers: Object.fromEntries(response.headers), body: received };
  } catch (error) {
    if (signal.aborted) return lost("ABORTED", "the request was given up");
    if (timeout.aborted) return lost("TIMEOUT", `no answer within ${timeoutMs} ms`);
    return lost(errorCode(error) ?? "FAILED", error instanceof Error ? error.message : String(error));
  }
}

function lost(code: string, message: string): PostOutcome {
  return { answered: false, loss: { code, message } };
}
