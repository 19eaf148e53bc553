import { expect, test } from "bun:test";
import { constants, copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { stringify } from "yaml";

import { buildMsi } from "../../scripts/windows/build-msi.ts";
import { builtFor } from "../support/built-for.ts";
import { WineSession } from "../support/wine-session.ts";

/** Of everything in the packages, seconds since 1970. */
const epoch = 1_790_000_000;

const program = String.raw`Z:\work\opampsupervisor.exe`;
const configFile = String.raw`C:\ProgramData\opampsupervisor\config.yaml`;
const installed = String.raw`"C:\Program Files\OpenTelemetry OpAMP Supervisor\opampsupervisor.exe"`;
const eventSource = String.raw`HKLM\System\CurrentControlSet\Services\EventLog\Application\opampsupervisor`;

async function session() {
  const wine = await WineSession.open();
  for (const name of ["opampsupervisor", "otelcol"] as const) {
    const built = await builtFor("windows_amd64", name);
    copyFileSync(built, join(wine.directory, `${name}.exe`), constants.COPYFILE_FICLONE);
  }
  const configuration = {
    server: { endpoint: "wss://127.0.0.1:1/v1/opamp" },
    agent: { executable: String.raw`Z:\work\otelcol.exe` },
    storage: { directory: String.raw`C:\ProgramData\Otelcol\Supervisor` },
    telemetry: { logs: { output_paths: [String.raw`Z:\work\supervisor.log`] } },
  };
  await Bun.write(join(wine.directory, "config.yaml"), stringify(configuration));
  const log = () => readFileSync(join(wine.directory, "supervisor.log"), "utf8");
  return { wine, log };
}

test("as a service under Wine it is installed, started, asked, stopped and removed", async () => {
  const { wine, log } = await session();
  const [absent, waits, written, made, again, start, status, stop, stopped, source, removed, gone, nowhere] =
    await wine.run([
      `${program} service status`,
      `${program} service install --config ${configFile}`,
      String.raw`copy Z:\work\config.yaml ${configFile}`,
      `${program} service install --config ${configFile}`,
      `${program} service install --config ${configFile}`,
      `${program} service start`,
      `${program} service status --json`,
      `${program} stop --config ${configFile}`,
      `${program} service status`,
      `reg query ${eventSource}`,
      `${program} service uninstall`,
      `reg query ${eventSource}`,
      String.raw`${program} service install --config Q:\none\config.yaml 2>&1`,
    ]);
  expect(absent).toEqual({ code: 3, text: "There is no service opampsupervisor" });
  expect(waits).toMatchObject({ code: 0, text: expect.stringContaining("still to be written") });
  expect(written?.code).toBe(0);
  expect([made?.code, again?.code]).toEqual([0, 0]);
  expect(start).toMatchObject({ code: 0, text: expect.stringContaining("Runs: the service opampsupervisor (pid ") });
  expect(JSON.parse(status?.text ?? "")).toMatchObject({
    state: "running",
    commandLine: `${program} --config ${configFile}`,
  });
  expect(stop).toEqual({ code: 0, text: "Stopped" });
  expect(stopped).toMatchObject({ code: 1, text: expect.stringContaining("opampsupervisor: stopped") });
  expect(source?.text).toContain("EventCreate.exe");
  expect([removed?.code, gone?.code]).toEqual([0, 1]);
  expect(nowhere).toEqual({
    code: 1,
    text: expect.stringMatching(/^opampsupervisor: ENOENT: Q:.none \(Windows error \d\)$/),
  });
  expect(log()).toContain("Supervisor stopped");
});

test("a service whose configuration is wrong ends with the exit code of that", async () => {
  const { wine } = await session();
  const [, , , start, status] = await wine.run([
    `${program} service install --config ${configFile}`,
    `echo wrong: 1 > ${configFile}`,
    "rem",
    `${program} service start`,
    `${program} service status`,
  ]);
  expect(start).toMatchObject({ code: 1 });
  expect(status?.text).toContain("opampsupervisor: stopped (exit code 2)");
});

test("the installer puts it where the releases of OpenTelemetry have it, is upgraded, and leaves the configuration", async () => {
  const { wine } = await session();
  const executable = join(wine.directory, "opampsupervisor.exe");
  const options = { executable, out: wine.directory, epoch };
  for (const version of ["1.2.3", "1.2.4"]) await buildMsi({ ...options, version });
  const msi = (version: string) => String.raw`Z:\work\opampsupervisor_${version}_windows_amd64.msi`;
  const [first, , , service, second, version, older, removal, kept, left, gone] = await wine.run([
    `msiexec /i ${msi("1.2.3")} /qn`,
    String.raw`mkdir C:\ProgramData\opampsupervisor`,
    String.raw`copy Z:\work\config.yaml ${configFile}`,
    `${installed} service status`,
    `msiexec /i ${msi("1.2.4")} /qn`,
    `${installed} --version`,
    `msiexec /i ${msi("1.2.3")} /qn`,
    `msiexec /x ${msi("1.2.4")} /qn`,
    `type ${configFile}`,
    `${program} service status`,
    `reg query ${eventSource}`,
  ]);
  expect([first?.code, second?.code, removal?.code]).toEqual([0, 0, 0]);
  expect(service?.text).toContain(`${installed} --config ${configFile}`);
  expect(version?.text).toBe("opampsupervisor 1.2.3");
  expect(older?.code).not.toBe(0);
  expect(kept?.text).toContain("wss://127.0.0.1:1/v1/opamp");
  // Wine starts the service with the upgrade and does not wait for its end, so that it may still be stopping.
  expect([1, 3]).toContain(left?.code ?? 0);
  expect(gone?.code).toBe(1);
});

test("equal input gives the same installer byte for byte", async () => {
  const executable = await builtFor("windows_amd64", "opampsupervisor");
  const made = await Promise.all(
    [1, 2].map(async () => {
      const { directory } = await WineSession.open();
      return await buildMsi({ executable, version: "1.2.3", out: directory, epoch });
    }),
  );
  const [one, other] = await Promise.all(made.map(({ path }) => Bun.file(path).bytes()));
  expect(one !== undefined && other !== undefined && Buffer.from(one).equals(other)).toBe(true);
  expect(made.every(({ path }) => existsSync(path))).toBe(true);
});
