import { describe, expect, test } from "bun:test";

import { agentBinary, packageDownloadSettings } from "../../../src/config/package-settings.ts";
import { packageBinary } from "../../../src/config/schema/package-binary.ts";
import { packageDownloadSection } from "../../../src/config/schema/package-download.ts";

const mib = 1024 * 1024;

describe("limits of downloads", () => {
  const read = (file: object) => packageDownloadSettings(packageDownloadSection().parse(file));

  test("have defaults with which a Collector of any size is fetched as fast as it goes", () => {
    expect(read({})).toEqual({ maxBytes: 1024 * mib, maxDurationMs: 3_600_000 });
  });

  test("are what the file says", () => {
    expect(read({ max_size_mib: 1, timeout: "90s", max_rate_kib: 512 })).toEqual({
      maxBytes: mib,
      maxDurationMs: 90_000,
      maxBytesPerSecond: 512 * 1024,
    });
  });

  test.each([
    [{ max_size_mib: 0 }, "must be between 1 and 65536"],
    [{ timeout: "0s" }, "must be positive"],
    [{ timeout: "soon" }, "must be a duration such as 5s, 1m30s or 500ms"],
    [{ max_rate_kib: -1 }, "must be between 0 and 1073741824"],
  ])("%o is refused", (file, message) => {
    const outcome = packageDownloadSection().safeParse(file);
    expect(outcome.error?.issues.map((issue) => issue.message)).toEqual([message]);
  });
});

describe("the path of the Collector in an archive", () => {
  test.each(["otelcol", "bin/otelcol", "./otelcol", "otelcol.exe", "", undefined])("may be %j", (path) => {
    expect(packageBinary().parse(path)).toBe(path);
  });

  test.each([
    ["/otelcol", "must be a path in the archive, without a leading slash"],
    ["C:otelcol", "must be a path in the archive, without a leading slash"],
    ["bin\\otelcol", "must have slashes between its parts"],
    ["../otelcol", "must not lead out of the archive"],
    ["bin/", "must be the path of a file"],
  ])("cannot be %j", (path, message) => {
    expect(
      packageBinary()
        .safeParse(path)
        .error?.issues.map((issue) => issue.message),
    ).toEqual([message]);
  });

  test("is by default the name of the one that is configured", () => {
    expect(agentBinary("bin/otelcol", "/usr/bin/mine")).toBe("bin/otelcol");
    expect(agentBinary("", "/usr/local/bin/otelcol-contrib")).toBe("otelcol-contrib");
    expect(agentBinary(undefined, "C:\\Program Files\\otelcol.exe")).toBe("otelcol.exe");
    expect(agentBinary(undefined, "otelcol")).toBe("otelcol");
  });
});
