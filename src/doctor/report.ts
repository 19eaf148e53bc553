import { codes } from "./codes.ts";
import type { Area, Finding, FindingCode } from "./finding.ts";

/** Something is not as it should be. `action`: default is that of the code. */
export function found(code: FindingCode, cause: string, action?: string): Finding {
  const { area, severity, action: usual } = codes[code];
  return { area, severity, code, cause, action: action ?? usual };
}

export function fine(area: Area, cause: string): Finding {
  return { area, severity: "ok", cause };
}

export function skipped(area: Area, cause: string): Finding {
  return { area, severity: "skipped", cause };
}
