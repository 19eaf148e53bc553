import * as z from "zod/mini";

import { readHealthAddress } from "../health-address.ts";
import { described, dormant, flag, optionalText, plain, section, text, withDefault } from "./fields.ts";

const tlsSection = () =>
  section(
    {
      cert_file: optionalText({
        description: "PEM file with the certificate, and those between it and its authority.",
      }),
      cert_pem: optionalText({ description: "The same as PEM text, instead of `cert_file`." }),
      key_file: optionalText({ description: "PEM file with the key of the certificate, not encrypted." }),
      key_pem: optionalText({ description: "The same as PEM text, instead of `key_file`." }),
      client_ca_file: optionalText({
        description:
          "PEM file with the authorities of client certificates. Set: who has none of theirs is turned away.",
      }),
      ca_file: dormant("Authorities of the peer."),
      ca_pem: dormant("The same as PEM text."),
      include_system_ca_certs_pool: dormant("Trust the roots of the system too."),
      client_ca_file_reload: dormant("Read `client_ca_file` anew."),
      min_version: dormant("Lowest version of TLS."),
      max_version: dormant("Highest version of TLS."),
      cipher_suites: dormant("Cipher suites."),
      curve_preferences: dormant("Key exchanges."),
      reload_interval: dormant("How often the certificate is read anew."),
      tpm: dormant("Trusted platform module."),
    },
    "TLS of the endpoint: it speaks https then. The files are read at the start.",
  );

/** `healthcheck`, the keys of the Collector's `confighttp.ServerConfig` as far as this server has them. */
export const healthcheckSection = () =>
  section(
    {
      endpoint: described(
        withDefault(
          text().check(
            z.superRefine((value, context) => {
              const address = readHealthAddress(value);
              if (address.is !== "wrong-port") return;
              const message = `must contain a valid port number, got ${address.port}`;
              context.addIssue({ code: "custom", message, params: plain("").params });
            }),
          ),
          "",
        ),
        {
          description:
            "`host:port` on which `GET /health` answers: 200 once the supervisor supervises, else 503, whatever its Collector does. `GET /livez`, `/readyz` and `/collectorz` tell of the supervisor's life, of its work and of its Collector ([commands](commands.md#health-over-http)). Without a port, or with port 0, health is not served.",
          "x-type": "string",
        },
      ),
      metrics: flag({
        default: false,
        description:
          "Beside the `endpoint`: `GET /metrics` has the supervisor's own metrics ([telemetry](telemetry.md#metrics)) as Prometheus and OpenMetrics write them. A key of this supervisor's own, which the Go supervisor refuses.",
      }),
      tls: z.prefault(tlsSection(), {}),
      transport: dormant("Kind of network; `tcp` is taken."),
      dialer: dormant("Options of the network."),
      cors: dormant("CORS of the endpoint."),
      auth: dormant("Authentication of the endpoint."),
      max_request_body_size: dormant("Largest request, bytes."),
      include_metadata: dormant("Keep metadata of requests."),
      response_headers: dormant("Headers of each response."),
      compression_algorithms: dormant("Compressions that are taken."),
      read_timeout: dormant("Longest time for a request."),
      read_header_timeout: dormant("Longest time for the headers of a request."),
      write_timeout: dormant("Longest time for a response."),
      idle_timeout: dormant("How long an idle connection is kept."),
      middlewares: dormant("Extensions that see each request."),
      keep_alives_enabled: dormant("Keep connections open."),
    },
    "HTTP endpoint that tells how the supervisor is. The keys of the Collector's HTTP servers that are not listed are refused by name beside an `endpoint`, and do nothing without one.",
  );
