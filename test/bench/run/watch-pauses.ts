import { join } from "node:path";

/** Looks for pauses of a supervisor: how long it keeps one waiting who asks for its health. */
export interface PauseWatch {
  /** The longest wait so far, milliseconds. */
  end(): Promise<number>;
  /** Without a figure. */
  abandon(): Promise<void>;
}

/** Begins to ask the health endpoint on `port`, which has to listen, from a process of its own: this one pauses too. */
export function watchPauses(port: number): PauseWatch {
  const program = join(import.meta.dir, "pause-probe.ts");
  const child = Bun.spawn([process.execPath, program, `${port}`], { stdin: "pipe", stdout: "pipe", stderr: "inherit" });
  return {
    async end() {
      await child.stdin.end();
      const [told, code] = await Promise.all([child.stdout.text(), child.exited]);
      if (code !== 0) throw new Error("the probe for pauses failed");
      return Number(told);
    },
    async abandon() {
      child.kill();
      await child.exited;
    },
  };
}
