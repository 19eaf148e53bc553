import { diag, DiagLogLevel } from "@opentelemetry/api";

import type { Log } from "../log.ts";

/** So many words of the SDK are passed on; what it says is about itself, and for whoever looks for a fault in it. */
const mostWords = 20;

/** What the SDK has to say goes to the log, a little of it; else it would write to the console. */
export function quietSdk(log: Log): void {
  let left = mostWords;
  const say = (...words: unknown[]) => {
    if (left <= 0) return;
    left -= 1;
    log.debug("OpenTelemetry SDK", { words: words.map(String).join(" ").slice(0, 500) });
  };
  const silent = () => {};
  diag.setLogger(
    { error: say, warn: say, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}
