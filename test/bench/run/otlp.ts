/** An ExportLogsServiceRequest (OTLP 1.0, protobuf) with one log record whose body is the string "x". */
const request = Uint8Array.fromHex("0a09120712052a030a0178");

/** One small export to the OTLP receiver on `port`; whether the receiver took it. */
export async function exportOnce(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/v1/logs`, {
      method: "POST",
      headers: { "content-type": "application/x-protobuf" },
      body: request,
      signal: AbortSignal.timeout(1_000),
    });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** Time of the first export that the receiver on `port` took, on the clock of `performance.now()`; one try each millisecond. */
export async function serving(port: number, limitMs = 30_000): Promise<number> {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    if (await exportOnce(port)) return performance.now();
    await Bun.sleep(1);
  }
  throw new Error(`nothing served on port ${port} within ${limitMs / 1000} s`);
}
