import { describe, expect, test } from "bun:test";
import { generateKeyPairSync } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";

import { parse } from "yaml";

import { gzipped, tarArchive } from "../support/archives.ts";
import { checksumsOf, ReleaseServer } from "./release-server.ts";
import { Home, program, script, shells } from "./sandbox.ts";

const ours = ".local/bin/opampsupervisor";
const config = ".config/opampsupervisor/config.yaml";

async function scene(): Promise<{ releases: ReleaseServer; home: Home }> {
  const releases = await ReleaseServer.start();
  const licence = { name: "LICENSE", content: "as is\n" };
  await releases.publish({ version: "0.9.1", files: [program("0.9.1"), licence] });
  return { releases, home: new Home(releases.url) };
}

/** Whatever files are below the home, but for those of the test's own. */
async function filesOf(home: Home): Promise<string[]> {
  const entries = await readdir(home.directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.parentPath !== home.bin);
  return files
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(home.directory.length + 1))
    .filter((path) => path !== "install.sh")
    .toSorted();
}

describe.each(shells)("under %s", (_, shell) => {
  test("the newest version comes into the user's own directories and runs", async () => {
    const { home } = await scene();
    const { code, text } = await home.run(shell, ["--endpoint", "wss://opamp.example.com/v1/opamp"]);
    expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("Checksum: right.") });
    expect(text).toContain(`Installed: ${home.path(ours)} 0.9.1.`);
    expect(text).toContain(`Run it: ${home.path(ours)} --config ${home.path(config)}`);
    expect(text).toContain("Collector: none is here; --with-collector fetches one");
    expect(await filesOf(home)).toEqual([
      config,
      ours,
      ".local/share/opampsupervisor/LICENSE",
      ".local/share/opampsupervisor/installed",
    ]);
    const written = await readFile(home.path(config), "utf8");
    expect(written).toContain('endpoint: "wss://opamp.example.com/v1/opamp"');
    expect((await stat(home.path(config))).mode & 0o777).toBe(0o600);
  });

  test("a second run replaces the executable and leaves the configuration as it is", async () => {
    const { home, releases } = await scene();
    await home.run(shell, []);
    await Bun.write(home.path(config), "# mine\n");
    await releases.publish({ version: "0.10.0", files: [program("0.10.0")] });
    const { code, text } = await home.run(shell, ["--endpoint", "wss://other.example.com"]);
    expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("stays as it is") });
    expect(await readFile(home.path(ours), "utf8")).toContain("0.10.0");
    expect(await readFile(home.path(config), "utf8")).toBe("# mine\n");
  });

  test("what was installed can be removed, and then the rest", async () => {
    const { home } = await scene();
    await home.run(shell, []);
    const removed = await home.run(shell, ["--uninstall"]);
    expect(removed).toEqual({ code: 0, text: expect.stringContaining("Configuration and storage stay") });
    expect(await filesOf(home)).toEqual([config]);
    expect(await home.run(shell, ["--uninstall"])).toEqual({
      code: 1,
      text: expect.stringContaining("nothing is installed here"),
    });
    await home.run(shell, []);
    await Bun.write(home.path(".local/state/opampsupervisor/persistent_state.yaml"), "instance_id: x\n");
    expect((await home.run(shell, ["--uninstall", "--purge"])).code).toBe(0);
    expect(await filesOf(home)).toEqual([]);
  });

  test("what a removal has left can be purged later, once", async () => {
    const { home } = await scene();
    await home.run(shell, []);
    await home.run(shell, ["--uninstall"]);
    expect((await home.run(shell, ["--uninstall", "--purge"])).code).toBe(0);
    expect(await filesOf(home)).toEqual([]);
    expect((await home.run(shell, ["--uninstall", "--purge"])).code).toBe(1);
  });

  test("a removal that is refused is a failure, and can be done again", async () => {
    const { home } = await scene();
    await home.run(shell, []);
    await home.standIn("rm", `case $* in *bin/opampsupervisor) exit 1 ;; esac; exec /bin/rm "$@"`);
    expect(await home.run(shell, ["--uninstall"])).toEqual({
      code: 1,
      text: expect.stringContaining("not all of it could be removed"),
    });
    await home.standIn("rm", 'exec /bin/rm "$@"');
    expect((await home.run(shell, ["--uninstall"])).code).toBe(0);
    expect(await filesOf(home)).toEqual([config]);
  });

  test("a disk that is full leaves nothing behind", async () => {
    const { home } = await scene();
    await home.standIn("cp", `for last; do :; done; echo part >"$last"; exit 1`);
    expect((await home.run(shell, [])).code).toBe(1);
    expect(await filesOf(home)).toEqual([]);
  });

  test("a directory in the place of the executable is told, and nothing put into it", async () => {
    const { home } = await scene();
    await Bun.$`mkdir -p ${home.path(ours)}`;
    expect(await home.run(shell, [])).toEqual({ code: 1, text: expect.stringContaining("is a directory") });
    expect(await filesOf(home)).toEqual([]);
  });

  test("a directory for temporary files that nothing may run from will do", async () => {
    const { home } = await scene();
    const mount = `mount -t tmpfs -o noexec,mode=1777 none ${home.path("tmp")}; exec "$@"`;
    const { code, text } = await home.run(shell, [], { within: ["unshare", "--mount", "sh", "-ec", mount, "sh"] });
    expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("Installed") });
  });

  test("a home with blanks and quotes in its name is a home", async () => {
    const { home } = await scene();
    const odd = home.path(`a "b" \\c`);
    await Bun.$`mkdir -p ${odd}`;
    home.env = { HOME: odd };
    expect((await home.run(shell, ["--endpoint", "wss://[::1]:4320/v1/opamp"])).code).toBe(0);
    expect(parse(await readFile(`${odd}/${config}`, "utf8"))).toMatchObject({
      server: { endpoint: "wss://[::1]:4320/v1/opamp" },
      agent: { executable: `${odd}/.local/bin/otelcol-contrib` },
      storage: { directory: `${odd}/.local/state/opampsupervisor` },
    });
  });

  test("--dry-run says all of it, asks nobody and does nothing", async () => {
    const { home, releases } = await scene();
    const { code, text } = await home.run(shell, ["--dry-run", "--with-collector"]);
    expect(code).toBe(0);
    for (const said of [ours, config, "otelcol-contrib", releases.url]) expect(text).toContain(said);
    expect(releases.asked).toEqual([]);
    expect(await filesOf(home)).toEqual([]);
  });

  test("a server that is busy at first, and a connection that breaks, are tried again", async () => {
    const { home, releases } = await scene();
    releases.faults = [
      { of: "checksums.txt", kind: "busy", times: 1 },
      { of: ".tar.gz", kind: "breaks off", times: 1 },
    ];
    const { code, text } = await home.run(shell, []);
    expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("Installed") });
    expect(releases.asked.filter((path) => path.endsWith(".tar.gz"))).toHaveLength(2);
  });

  test.each([
    ["other bytes", ".tar.gz", "nothing was installed"],
    ["breaks off", ".tar.gz", "could not be downloaded"],
    ["missing", ".tar.gz", "could not be downloaded"],
    ["missing", "checksums.txt", "could not be downloaded"],
    ["missing", "version.txt", "could not be downloaded"],
    ["busy", "checksums.txt", "could not be downloaded"],
    ["breaks off", "checksums.txt", "could not be downloaded"],
  ] as const)("%s for %s: nothing is left behind, and what was there stays", async (kind, of, reason) => {
    const { home, releases } = await scene();
    await home.run(shell, []);
    const before = await filesOf(home);
    await releases.publish({ version: "0.10.0", files: [program("0.10.0")] });
    releases.faults = [{ of, kind }];
    const { code, text } = await home.run(shell, []);
    expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining(reason) });
    expect(await readFile(home.path(ours), "utf8")).toContain("0.9.1");
    expect(await filesOf(home)).toEqual(before);
  });

  test("what is signed by another key is not installed, and what is signed by the right one is", async () => {
    const { home, releases } = await scene();
    const right = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const wrong = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const files = [program("0.11.0")];
    await Bun.write(home.path("key.pem"), right.publicKey.export({ type: "spki", format: "pem" }));
    await releases.publish({ version: "0.11.0", files, key: wrong.privateKey });
    expect(await home.run(shell, ["--key", home.path("key.pem")])).toEqual({
      code: 1,
      text: expect.stringContaining("the release is not signed by that key"),
    });
    await releases.publish({ version: "0.11.0", files, key: right.privateKey });
    expect(await home.run(shell, ["--key", home.path("key.pem")])).toEqual({
      code: 0,
      text: expect.stringContaining("Signature: right (openssl)."),
    });
  });

  test("a signature that should be there and is not ends it", async () => {
    const { home } = await scene();
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = publicKey.export({ type: "spki", format: "pem" }).trimEnd();
    const released = (await readFile(script, "utf8")).replace("public_key=''", `public_key='${pem}'`);
    const { code, text } = await home.run(shell, [], { text: released });
    expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining("sigstore.json could not be downloaded") });
    expect(await filesOf(home)).toEqual([]);
  });

  test("with the version and the place that a release writes into it, nothing needs to be named", async () => {
    const { home, releases } = await scene();
    await releases.publish({ version: "0.12.0", files: [program("0.12.0")] });
    const text = await readFile(script, "utf8");
    const released = text.replace("releases=''", `releases='${releases.url}'`).replace("version=''", "version='0.9.1'");
    home.env = { OPAMPSUPERVISOR_RELEASES_URL: "" };
    expect((await home.run(shell, [], { text: released })).code).toBe(0);
    expect(await readFile(home.path(ours), "utf8")).toContain("0.9.1");
    expect((await home.run(shell, ["--version", "newest"], { text: released })).code).toBe(0);
    expect(await readFile(home.path(ours), "utf8")).toContain("0.12.0");
  });

  test("the Collector comes along, checked by its own checksums", async () => {
    const { home, releases } = await scene();
    const content = "#!/bin/sh\necho collector\n";
    const archive = gzipped(
      await tarArchive([{ name: "README.md" }, { name: "otelcol-contrib", mode: 0o755, content }]),
    );
    const name = "otelcol-contrib_0.149.0_linux_amd64.tar.gz";
    const folder = "download/v0.149.0";
    releases.add(
      `${folder}/opentelemetry-collector-releases_otelcol-contrib_checksums.txt`,
      checksumsOf({ [name]: archive }),
    );
    releases.add(`${folder}/${name}`, archive);
    home.env = { OTELCOL_RELEASES_URL: releases.url };
    releases.faults = [{ of: name, kind: "other bytes" }];
    expect(await home.run(shell, ["--with-collector"])).toEqual({
      code: 1,
      text: expect.stringContaining(`${name} has SHA-256`),
    });
    expect(await filesOf(home)).toEqual([]);
    releases.faults = [];
    const { code, text } = await home.run(shell, ["--with-collector"]);
    expect({ code, text }).toEqual({ code: 0, text: expect.not.stringContaining("Collector: none is here") });
    expect(await readFile(home.path(".local/bin/otelcol-contrib"), "utf8")).toBe(content);
    expect(await readFile(home.path(config), "utf8")).toContain(
      `executable: "${home.path(".local/bin/otelcol-contrib")}"`,
    );
  });

  test("a program that does not run here, or is another version, is not installed", async () => {
    const { home, releases } = await scene();
    await releases.publish({ version: "0.13.0", files: [program("0.13.0", "echo no such loader; exit 127\n")] });
    expect(await home.run(shell, [])).toEqual({
      code: 1,
      text: expect.stringContaining("does not run here: no such loader"),
    });
    for (const other of ["0.1.0", "0.14.01"]) {
      await releases.publish({ version: "0.14.0", files: [program(other)] });
      expect(await home.run(shell, [])).toEqual({ code: 1, text: expect.stringContaining("says of itself") });
    }
    expect(await filesOf(home)).toEqual([]);
  });

  test.each([
    [["--verison", "1"], "unknown argument --verison"],
    [["--version"], "--version needs a value"],
    [["--purge"], "--purge goes with --uninstall"],
    [["--endpoint", "opamp.example.com"], "--endpoint takes a URL with"],
    [["--endpoint", "wss://user:secret@opamp.example.com"], "without user name, password"],
    [["--bin-dir", "bin"], "--bin-dir takes an absolute path"],
    [["--version", "../../etc"], "not a version"],
  ])("%p is refused", async (args, reason) => {
    const { home } = await scene();
    const { code, text } = await home.run(shell, args);
    expect({ code, text }).toEqual({ code: 1, text: expect.stringContaining(reason) });
    expect(await filesOf(home)).toEqual([]);
  });

  test("a script that arrives in part does nothing", async () => {
    const { home, releases } = await scene();
    const whole = await readFile(script, "utf8");
    for (const length of [400, whole.length / 2, whole.length - 2, whole.length - 8, whole.length - 20]) {
      await home.run(shell, [], { text: whole.slice(0, length) });
    }
    expect(releases.asked).toEqual([]);
    expect(await filesOf(home)).toEqual([]);
  });
});

const [[, dash] = ["", ["dash"]]] = shells;

test.each([
  ["Linux", "x86_64", "linux_amd64"],
  ["Linux", "aarch64", "linux_arm64"],
  ["Linux", "ppc64le", "linux_ppc64le"],
  ["Darwin", "arm64", "darwin_arm64"],
  ["Darwin", "x86_64", "darwin_amd64"],
])("%s on %s takes %s", async (system, machine, asset) => {
  const { home, releases } = await scene();
  await home.standIn("uname", `case $1 in -s) echo ${system} ;; -m) echo ${machine} ;; esac`);
  await releases.publish({ version: "0.9.2", system: asset, files: [program("0.9.2")] });
  expect((await home.run(dash, [])).text).toContain(`Installed: ${home.path(ours)} 0.9.2.`);
});

test.each([
  ["FreeBSD", "x86_64", "there is no release for FreeBSD"],
  ["Linux", "riscv64", "there is no release for riscv64"],
])("%s on %s is refused by name", async (system, machine, reason) => {
  const { home } = await scene();
  await home.standIn("uname", `case $1 in -s) echo ${system} ;; -m) echo ${machine} ;; esac`);
  expect(await home.run(dash, [])).toEqual({ code: 1, text: expect.stringContaining(reason) });
});

test("cosign checks the signature where it is there", async () => {
  const { home, releases } = await scene();
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await releases.publish({ version: "0.9.2", files: [program("0.9.2")], key: privateKey });
  await Bun.write(home.path("key.pem"), publicKey.export({ type: "spki", format: "pem" }));
  await home.standIn(
    "cosign",
    `echo "$*" >> ${home.path("asked")}; [ ! -e ${home.path("no")} ] || { echo 'no match' >&2; exit 1; }`,
  );
  const { code, text } = await home.run(dash, ["--key", home.path("key.pem")]);
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("Signature: right (cosign).") });
  expect(await readFile(home.path("asked"), "utf8")).toMatch(/^verify-blob --key \S+ --bundle \S+ .*checksums\n$/);
  await Bun.write(home.path("no"), "");
  const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await Bun.write(home.path("stranger.pem"), stranger.publicKey.export({ type: "spki", format: "pem" }));
  const refused = await home.run(dash, ["--key", home.path("stranger.pem")]);
  expect(refused).toEqual({ code: 1, text: expect.stringMatching(/cosign: no match\n.*not signed by that key\n/) });
});

test("where cosign has not all that it wants openssl decides", async () => {
  const { home, releases } = await scene();
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await releases.publish({ version: "0.9.2", files: [program("0.9.2")], key: privateKey });
  await Bun.write(home.path("key.pem"), publicKey.export({ type: "spki", format: "pem" }));
  await home.standIn("cosign", "echo 'no trusted root' >&2; exit 1");
  const { code, text } = await home.run(dash, ["--key", home.path("key.pem")]);
  expect({ code, text }).toEqual({
    code: 0,
    text: expect.stringMatching(/cosign: no trusted root\nSignature: right \(openssl\)\./),
  });
});

test("a place that speaks plain HTTP on another machine is refused", async () => {
  const { home } = await scene();
  home.env = { OPAMPSUPERVISOR_RELEASES_URL: "http://releases.example.com" };
  expect(await home.run(dash, [])).toEqual({ code: 1, text: expect.stringContaining("releases come over https") });
});

test("the script as it stands in the sources says that it knows no place", async () => {
  const { home } = await scene();
  home.env = { OPAMPSUPERVISOR_RELEASES_URL: "" };
  expect(await home.run(dash, [])).toEqual({ code: 1, text: expect.stringContaining("names no place of releases") });
});
