import type { TlsVersion } from "../network-ports.ts";
import type { TlsSettings } from "../shared/tls-settings.ts";

const versionNumbers = { "1.0": 0x0301, "1.1": 0x0302, "1.2": 0x0303, "1.3": 0x0304 } as const satisfies Record<
  TlsVersion,
  number
>;

/** The settings as `fetch` takes them. */
export function fetchTls({ minVersion, maxVersion, ...settings }: TlsSettings) {
  return {
    ...settings,
    minVersion: versionNumbers[minVersion],
    ...(maxVersion && { maxVersion: versionNumbers[maxVersion] }),
  };
}
