import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { buildDistroPackages } from "../../scripts/distro/build-distro-packages.ts";
import type { DistroPackage } from "../../scripts/distro/build-distro-packages.ts";
import { capture } from "../../scripts/support/capture.ts";
import { epoch } from "../support/distro-packages.ts";
import { scratchDirectory } from "../support/scratch.ts";

const directory = scratchDirectory();
const program = join(directory, "program");
const notices = join(directory, "NOTICES");
writeFileSync(program, "the program\n");
writeFileSync(notices, "licences of others\n");

/** Packages for every processor, with a small file for the program. */
async function build(name: string, version = "1.2.3"): Promise<DistroPackage[]> {
  return await buildDistroPackages({
    executables: [
      ...(["amd64", "arm64", "ppc64le"] as const).map((arch) => ({ path: program, arch, libc: "glibc" as const })),
      ...(["amd64", "arm64"] as const).map((arch) => ({ path: program, arch, libc: "musl" as const })),
    ],
    version,
    out: join(directory, name),
    epoch,
    documents: [notices],
  });
}

const first = await build("first");

async function said(...command: string[]): Promise<string> {
  const { code, stdout, output } = await capture(command);
  if (code !== 0) throw new Error(output);
  return stdout;
}

const path = (name: string) => join(directory, "first", name);
const common = [
  "/etc/opampsupervisor/config.example.yaml",
  "/etc/opampsupervisor/opampsupervisor.conf",
  "/usr/bin/opampsupervisor",
  "/usr/share/bash-completion/completions/opampsupervisor",
  "/usr/share/doc/opampsupervisor/NOTICES",
  "/usr/share/fish/vendor_completions.d/opampsupervisor.fish",
  "/usr/share/man/man1/opampsupervisor.1.gz",
];
const ofSystemd = ["/lib/systemd/system/opampsupervisor.service", "/usr/share/opampsupervisor/run-as.conf"];

describe("packages", () => {
  test("are built for each processor, and the list says what is there", () => {
    expect(first.map((each) => basename(each.path))).toEqual([
      "opampsupervisor_1.2.3_linux_amd64.deb",
      "opampsupervisor_1.2.3_linux_amd64.rpm",
      "opampsupervisor_1.2.3_linux_arm64.deb",
      "opampsupervisor_1.2.3_linux_arm64.rpm",
      "opampsupervisor_1.2.3_linux_ppc64le.deb",
      "opampsupervisor_1.2.3_linux_ppc64le.rpm",
      "opampsupervisor_1.2.3_linux_amd64.apk",
      "opampsupervisor_1.2.3_linux_arm64.apk",
    ]);
    for (const each of first) expect(each.bytes).toBe(readFileSync(each.path).length);
    expect(readdirSync(join(directory, "first")).toSorted()).toEqual(
      first.map((each) => basename(each.path)).toSorted(),
    );
  });

  test("of the same input are equal byte for byte, whenever they are built", async () => {
    const second = await build("second");
    const hash = (each: DistroPackage) => `${basename(each.path)} ${Bun.SHA256.hash(readFileSync(each.path), "hex")}`;
    expect(second.map(hash)).toEqual(first.map(hash));
  });

  test("have no other time in them than the given one, and none where a format wants none", async () => {
    for (const arch of ["amd64", "arm64"]) {
      const file = path(`opampsupervisor_1.2.3_linux_${arch}.apk`);
      const listed = await said("env", "TZ=UTC", "tar", "--full-time", "-tvzf", file);
      const times = listed.split("\n").map((line) => /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.exec(line)?.[0] ?? line);
      expect([...new Set(times)].toSorted()).toEqual(["1970-01-01 00:00:00", "2023-11-14 22:13:20"]);
    }
  });

  test("are named as each system names the processor", async () => {
    const deb = (arch: string) =>
      said("dpkg-deb", "--field", path(`opampsupervisor_1.2.3_linux_${arch}.deb`), "Architecture");
    const rpm = (arch: string) =>
      said("rpm", "--query", "--package", "--queryformat=%{ARCH}", path(`opampsupervisor_1.2.3_linux_${arch}.rpm`));
    const apk = async (arch: string) => {
      const info = await said("tar", "-xOzf", path(`opampsupervisor_1.2.3_linux_${arch}.apk`), ".PKGINFO");
      return /^arch = (.*)$/m.exec(info)?.[1];
    };
    const glibc = ["amd64", "arm64", "ppc64le"];
    expect(await Promise.all(glibc.map(deb))).toEqual(["amd64", "arm64", "ppc64el"]);
    expect(await Promise.all(glibc.map(rpm))).toEqual(["x86_64", "aarch64", "ppc64le"]);
    expect(await Promise.all(["amd64", "arm64"].map(apk))).toEqual(["x86_64", "aarch64"]);
  });

  test("put files where the Go supervisor's packages have them, owned by root but for the configuration's group", async () => {
    const deb = await said("dpkg-deb", "--contents", path("opampsupervisor_1.2.3_linux_arm64.deb"));
    const files = deb.split("\n").filter((line) => line.startsWith("-"));
    expect(files.map((line) => line.replace(/^.* \./, "")).toSorted()).toEqual(
      [
        ...common,
        ...ofSystemd,
        "/usr/share/doc/opampsupervisor/copyright",
        "/usr/share/zsh/vendor-completions/_opampsupervisor",
      ].toSorted(),
    );
    expect(deb).toMatch(/^drwxr-x--- root\/opampsupervisor .* \.\/etc\/opampsupervisor\/$/m);
    const installed = files.find((line) => line.endsWith("/usr/bin/opampsupervisor"));
    expect(installed).toStartWith("-rwxr-xr-x root/root");
    const others = files.filter((line) => line !== installed);
    expect(others.filter((line) => !line.startsWith("-rw-r--r-- root/root"))).toEqual([]);
  });

  test("as .rpm know which files are configuration, and as .apk bring a service of OpenRC", async () => {
    const rpm = path("opampsupervisor_1.2.3_linux_ppc64le.rpm");
    const listed = (...flags: string[]) => said("rpm", "--query", "--package", ...flags, rpm);
    const zsh = "/usr/share/zsh/site-functions/_opampsupervisor";
    const licence = "/usr/share/licenses/opampsupervisor/LICENSE";
    expect((await listed("--list")).split("\n").toSorted()).toEqual(
      [...common, ...ofSystemd, "/etc/opampsupervisor", zsh, licence].toSorted(),
    );
    expect((await listed("--configfiles")).split("\n").toSorted()).toEqual(common.slice(0, 2));
    expect((await listed("--licensefiles")).split("\n")).toEqual([licence]);
    expect(await listed("--queryformat=%{BUILDHOST} %{BUILDTIME}")).toContain(`opampsupervisor ${epoch}`);
    const apk = await said("tar", "-tzf", path("opampsupervisor_1.2.3_linux_arm64.apk"));
    const inside = apk.split("\n").filter((name) => !name.endsWith("/") && !name.startsWith("."));
    expect(inside.map((name) => `/${name}`).toSorted()).toEqual(
      [...common, "/etc/init.d/opampsupervisor", zsh, licence].toSorted(),
    );
  });

  test("of a pre-release are older than those of its release", async () => {
    const [deb, rpm] = await build("pre-release", "1.2.3-rc.1");
    const version = await said("dpkg-deb", "--field", deb?.path ?? "", "Version");
    await said("dpkg", "--compare-versions", version, "lt", "1.2.3");
    const query = ["rpm", "--query", "--package", "--queryformat=%{VERSION}"];
    expect(await said(...query, rpm?.path ?? "")).toBe("1.2.3~rc.1");
  });
});

describe("a package that cannot be built", () => {
  test("is told in nfpm's words, and leaves nothing", async () => {
    const out = join(directory, "broken");
    const executables = [{ path: join(directory, "absent"), arch: "amd64", libc: "glibc" }] as const;
    const failed = buildDistroPackages({ executables, version: "1.0.0", out, epoch });
    await expect(failed).rejects.toThrow(/^nfpm cannot build opampsupervisor_1\.0\.0_linux_amd64\.deb: .*absent/s);
    expect(readdirSync(out)).toEqual([]);
  });
});
