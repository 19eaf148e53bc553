import { namedCertificates } from "../config/named-certificates.ts";
import type { SupervisorConfig } from "../config/types.ts";
import { readShown } from "../connection/read-shown.ts";
import { type Concern, concernsAt } from "../connection/validity.ts";
import { errorMessage } from "../runtime/error-message.ts";
import type { Clock, Files } from "../runtime/ports.ts";
import type { Finding } from "./finding.ts";
import { found } from "./report.ts";

export interface CertificatesToCheck {
  config: Pick<SupervisorConfig, "healthcheck" | "telemetry">;
  runtime: { files: Pick<Files, "read">; clock: Pick<Clock, "now"> };
}

/** The times of the certificates that are shown to others than the OpAMP server. */
export async function checkCertificates({
  config,
  runtime: { files, clock },
}: CertificatesToCheck): Promise<Finding[]> {
  const findings = namedCertificates(config).map(async ({ section, source }) => {
    try {
      const chain = await readShown(source, files);
      const concerns = concernsAt(clock.now(), { chain, authorities: [] }, "certificate");
      return concerns.map((concern) => concernFinding(concern, `${section}: `));
    } catch (error) {
      return [found("TLS_FILE", `${section}: ${errorMessage(error)}`)];
    }
  });
  return (await Promise.all(findings)).flat();
}

/** `of`: what stands before the words. */
export function concernFinding({ level, message, fields }: Concern, of = ""): Finding {
  const cause = `${of}${message}: ${Object.values(fields).join(", ")}`;
  if (level === "warn") return found("CERTIFICATE_ENDS_SOON", cause);
  return found(/not valid yet/.test(message) ? "CERTIFICATE_NOT_YET_VALID" : "CERTIFICATE_EXPIRED", cause);
}
