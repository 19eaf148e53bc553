import type { CollectorConnections, ConnectionTarget } from "../../compose/layers.ts";
import type { NamedCertificate } from "../../config/named-certificates.ts";
import { telemetrySignals } from "../server/own-telemetry.ts";

/**
 * The client certificates that the server has offered for own telemetry and for other connections, by the fields of its offer:
 * `own_metrics`, `other_connections::NAME`.
 */
export function offeredCertificates({ telemetry, others }: CollectorConnections): NamedCertificate[] {
  return [
    ...telemetrySignals.flatMap((signal) => ofTarget(`own_${signal}`, telemetry[signal])),
    ...[...others].flatMap(([name, target]) => ofTarget(`other_connections::${name}`, target)),
  ];
}

function ofTarget(section: string, target: ConnectionTarget | undefined): NamedCertificate[] {
  return target?.certificate ? [{ section, source: { pem: target.certificate.cert } }] : [];
}
