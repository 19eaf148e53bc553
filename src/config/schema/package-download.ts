import { duration, section, wholeNumber } from "./fields.ts";

/** `agent.package.download`. */
export const packageDownloadSection = () =>
  section(
    {
      max_size_mib: wholeNumber({
        default: 1024,
        min: 1,
        max: 64 * 1024,
        error: "must be between 1 and 65536",
        description:
          "Largest file in MiB, and the most that an archive may unpack to. The Go supervisor's limit for a program is the same.",
      }),
      timeout: duration({
        default: "1h",
        error: "must be positive",
        description:
          "Longest time for one file, waits between attempts included. What has come by then is kept, and the next attempt goes on with it.",
      }),
      max_rate_kib: wholeNumber({
        default: 0,
        min: 0,
        max: 1024 * 1024 * 1024,
        error: "must be between 0 and 1073741824",
        description: "Most KiB in a second; add-ons that come at the same time share it. `0`: as fast as it goes.",
      }),
    },
    "How files are fetched. The proxy is that of `server.proxy_url` or of the environment; TLS is that of `server.tls`, but a host other than the OpAMP server is shown no client certificate, and is always verified: by the roots of the system and those of `server.tls`.",
  );
