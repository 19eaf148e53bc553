import type { CollectorConnections } from "../compose/layers.ts";
import { namedCertificates } from "../config/named-certificates.ts";
import type { SupervisorConfig } from "../config/types.ts";
import { readShown } from "../connection/read-shown.ts";
import { type Concern, concernsAt } from "../connection/validity.ts";
import { errorMessage } from "../runtime/error-message.ts";
import type { Clock, Files } from "../runtime/ports.ts";
import { offeredCertificates } from "../supervisor/report/offered-certificates.ts";
import type { Finding } from "./finding.ts";
import { found } from "./report.ts";

export interface CertificatesToCheck {
  config: Pick<SupervisorConfig, "healthcheck" | "telemetry">;
  /** Those of the Collector that the server has offered. */
  connections: CollectorConnections;
  runtime: { files: Pick<Files, "read">; clock: Pick<Clock, "now"> };
}

/** The times of the certificates that are shown to others than the OpAMP server. */
export async function checkCertificates({
  config,
  connections,
  runtime: { files, clock },
}: CertificatesToCheck): Promise<Finding[]> {
  const all = [...namedCertificates(config), ...offeredCertificates(connections)];
  const findings = all.map(async ({ section, source }) => {
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

const codes = {
  "near its end": "CERTIFICATE_ENDS_SOON",
  "not yet valid": "CERTIFICATE_NOT_YET_VALID",
  over: "CERTIFICATE_EXPIRED",
} as const;

/** `of`: what stands before the words. */
export function concernFinding({ is, message, fields }: Concern, of = ""): Finding {
  return found(codes[is], `${of}${message}: ${Object.values(fields).join(", ")}`);
}
