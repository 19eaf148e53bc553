import { capture } from "../support/capture.ts";
import type { Verdict } from "./verdict.ts";

/** Runs one of Bun's own tools; its output is the reason where it exits with anything but 0. */
export async function bunTool(args: readonly string[], directory?: string): Promise<Verdict> {
  const { code, output } = await capture([process.execPath, ...args], directory === undefined ? {} : { directory });
  return code === 0 ? { passed: true } : { passed: false, reason: output };
}
