import * as z from "zod/mini";

import { plain, text } from "./fields.ts";

const specialFiles = ["$OWN_TELEMETRY_CONFIG", "$OPAMP_EXTENSION_CONFIG", "$REMOTE_CONFIG"];

export const configFile = text().check(
  z.superRefine((value, context) => {
    const issue = (message: string, isWhole = false): void =>
      context.addIssue({ code: "custom", message, params: isWhole ? plain("").params : {} });
    if (value === "") {
      issue("must be the path of a file");
    } else if (value.startsWith("$") && !specialFiles.includes(value)) {
      const choice = `Must be one of [${specialFiles.join(" ")}]`;
      issue(`agent::config_files contains invalid special file: ${JSON.stringify(value)}. ${choice}`, true);
    }
  }),
);

export const lockedFile = text().check(
  z.refine((value) => value !== "", { error: "must be the path of a file" }),
  z.refine((value) => !value.startsWith("$"), { error: "only local files can be locked" }),
);
