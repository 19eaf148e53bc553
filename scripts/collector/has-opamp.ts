import { parse } from "yaml";
import { z } from "zod";

import { errorMessage } from "../../src/runtime/error-message.ts";
import { capture } from "../support/capture.ts";
import type { Outcome } from "./outcome.ts";

/** The part of a Collector's answer to `components` that is looked at. */
const components = z.object({ extensions: z.array(z.object({ name: z.string() })).nullish() });

const answerWithinMs = 30_000;

/** Asks the Collector at `path`, by its command `components`, whether it was built with the opamp extension. */
export async function hasOpamp(path: string): Promise<Outcome> {
  const signal = AbortSignal.timeout(answerWithinMs);
  try {
    const { code, stdout, output } = await capture([path, "components"], { signal });
    if (code !== 0) return { found: false, reason: `${path} components exited with ${code}: ${output.slice(-400)}` };
    const listed = components.parse(parse(stdout)).extensions ?? [];
    if (listed.some(({ name }) => name === "opamp")) return { found: true, path };
    return { found: false, reason: `${path} was built without the opamp extension` };
  } catch (error) {
    return { found: false, reason: `${path} does not answer as a Collector: ${describe(error)}` };
  }
}

function describe(error: unknown): string {
  const text = errorMessage(error);
  return text.split("\n")[0] ?? text;
}
