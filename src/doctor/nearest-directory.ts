import { dirname, resolve } from "node:path";

import type { Inspection } from "../runtime/inspection-ports.ts";

/** The directory itself, or the nearest one above it that is there. */
export async function nearestDirectory(
  path: string,
  from: string,
  inspection: Pick<Inspection, "path">,
): Promise<string> {
  for (let at = resolve(from, path); ; at = dirname(at)) {
    const facts = await inspection.path(at).catch(() => undefined);
    if (facts !== undefined || at === dirname(at)) return at;
  }
}
