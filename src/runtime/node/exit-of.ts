import type { ChildProcess } from "node:child_process";

import type { Exit } from "../process-ports.ts";

/** How a child ends. One that was not started never does. */
export function exitOf(child: ChildProcess): Promise<Exit> {
  const { promise, resolve } = Promise.withResolvers<Exit>();
  child.once("exit", (code, signal) =>
    resolve(signal === null ? { kind: "exited", code: code ?? 0 } : { kind: "signalled", signal }),
  );
  child.on("error", () => {});
  return promise;
}
