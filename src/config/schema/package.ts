import * as z from "zod/mini";

import { described, flag, section, text, wholeNumber } from "./fields.ts";
import { packageAllowed } from "./package-allowed.ts";
import { packageBinary } from "./package-binary.ts";
import { packageDownloadSection } from "./package-download.ts";
import { packageVerifierSection } from "./package-verifier.ts";

/** Semantic Versioning 2.0.0, with or without a `v`. */
const semantic = /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** `agent.package`. `agent_binary` and most of `verifier` are keys of the Go supervisor's branch. */
export const packageSection = () =>
  section(
    {
      agent_binary: packageBinary(),
      verifier: z.prefault(packageVerifierSection(), {}),
      allow_downgrade: flag({
        default: false,
        description:
          "Take a version that is older than the one in use, or than one that has proved itself here before. What counts is what the program says of itself.",
      }),
      minimum_version: described(
        z.optional(
          text().check(
            z.refine((value) => value === "" || semantic.test(value.trim()), {
              error: "must be a version such as 1.2.3",
            }),
          ),
        ),
        {
          description: "Take no version below this one, whatever `allow_downgrade` says. Default: any.",
          "x-type": "string",
        },
      ),
      keep: wholeNumber({
        default: 2,
        min: 0,
        max: 100,
        error: "must be between 0 and 100",
        description:
          "How many versions stay on the disk beside the one that runs and, while that is on probation, the one before it. `opampsupervisor packages rollback` can go back to them.",
      }),
      allowed: packageAllowed(),
      download: z.prefault(packageDownloadSection(), {}),
    },
    "Packages that the server offers ([packages.md](packages.md)).",
  );
