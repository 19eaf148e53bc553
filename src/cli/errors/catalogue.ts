import { configurationErrors } from "./configuration-errors.ts";
import { connectionErrors } from "./connection-errors.ts";
import { controlErrors } from "./control-errors.ts";
import type { ErrorArea } from "./explanation.ts";
import { packageErrors } from "./package-errors.ts";
import { startErrors } from "./start-errors.ts";
import { supervisorFileErrors } from "./supervisor-file-errors.ts";

/** Every failure that a person or a server can see, by its stable code. */
export const errorCatalogue: readonly ErrorArea[] = [
  supervisorFileErrors,
  configurationErrors,
  packageErrors,
  connectionErrors,
  startErrors,
  controlErrors,
];
