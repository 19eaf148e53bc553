import { readHealthAddress } from "./health-address.ts";
import type { SupervisorFile } from "./schema/supervisor.ts";
import { pemSource } from "./server-settings.ts";
import type { HealthcheckConfig } from "./types.ts";

/** The checked section `healthcheck` as the rest of the program reads it; nothing where health is not served. */
export function healthcheckSettings(healthcheck: SupervisorFile["healthcheck"]): { healthcheck?: HealthcheckConfig } {
  const address = readHealthAddress(healthcheck.endpoint);
  if (address.is !== "on") return {};
  const { tls } = healthcheck;
  const cert = pemSource(tls.cert_file, tls.cert_pem);
  const key = pemSource(tls.key_file, tls.key_pem);
  const clientCa = pemSource(tls.client_ca_file, undefined);
  const { hostname, port } = address;
  return {
    healthcheck: {
      hostname,
      port,
      metrics: healthcheck.metrics,
      ...(cert && key && { tls: { cert, key, ...(clientCa && { clientCa }) } }),
    },
  };
}
