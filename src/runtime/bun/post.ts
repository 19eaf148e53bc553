import { errorCode } from "../error-code.ts";
import type { PostOptions, PostOutcome } from "../ports.ts";
import { joinHeaders } from "./headers.ts";
import { proxyTarget } from "./proxy.ts";
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
      headers: { ...joinHeaders(headers), ...(gzip && { "content-encoding": "gzip" }) },
      body: gzip ? Bun.gzipSync(Uint8Array.from(body)) : Uint8Array.from(body),
      redirect: "manual",
      // Said in both cases: otherwise the environment decides.
      proxy: proxy === undefined ? false : proxyTarget(proxy),
      signal: AbortSignal.any([signal, timeout]),
      ...(secure && { tls: fetchTls(tls) }),
    });
    const received = await readBounded(response, maxResponseBytes);
    if (received === undefined) return lost("TOO_LARGE", `the answer is larger than ${maxResponseBytes} bytes`);
    const { status } = response;
    return { answered: true, status, headers: Object.fromEntries(response.headers), body: received };
  } catch (error) {
    if (signal.aborted) return lost("ABORTED", "the request was given up");
    if (timeout.aborted) return lost("TIMEOUT", `no answer within ${timeoutMs} ms`);
    return lost(errorCode(error) ?? "FAILED", error instanceof Error ? error.message : String(error));
  }
}

/** The body as far as it is within the limit; `undefined` where it goes on beyond. The rest is not read. */
async function readBounded(response: Response, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const stream: AsyncIterable<Uint8Array> | undefined = response.body ?? undefined;
  for await (const chunk of stream ?? []) {
    total += chunk.byteLength;
    if (total > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function lost(code: string, message: string): PostOutcome {
  return { answered: false, loss: { code, message } };
}
