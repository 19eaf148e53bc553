import type { BootstrapCode } from "../collector/bootstrap.ts";
import type { ExecutableCode } from "../collector/executable.ts";

/** Why there is no supervising, stable: scripts may rely on it. */
export type StartCode =
  | BootstrapCode
  | ExecutableCode
  | "FALLBACK"
  | "LINK"
  | "HEALTHCHECK"
  | "STORAGE"
  | "STORAGE_KEY"
  | "RUN_AS"
  | "UNEXPECTED"
  | "CANNOT_EXECUTE"
  | "WRONG_ARCHITECTURE"
  | "NO_OPAMP_EXTENSION";
