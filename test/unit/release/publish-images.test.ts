import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { sha256Of } from "../../../scripts/release/checksums.ts";
import { projectRoot } from "../../support/project.ts";
import { scratchDirectory } from "../../support/scratch.ts";

const architectures = ["amd64", "arm64", "ppc64le"];
const collectors = "opentelemetry-collector-releases_otelcol-contrib_checksums.txt";

/** A project with the script, the files of a release that `curl` finds by their names, and stand-ins that write down their calls. */
class Project {
  readonly #directory = scratchDirectory();

  constructor() {
    for (const folder of ["scripts/images", "scripts/collector", "bin", "served", "pack"])
      mkdirSync(this.path(folder), { recursive: true });
    for (const name of ["scripts/images/publish.sh", "scripts/collector/manifest.yaml"]) {
      writeFileSync(this.path(name), readFileSync(join(projectRoot, name)));
    }
    writeFileSync(this.path("package.json"), `{\n  "version": "1.2.3",\n  "private": true\n}\n`);
    const said = `echo "\${0##*/} $* token=\${REGISTRY_TOKEN:-none}" >>${this.path("calls")}`;
    this.program("npm", said);
    this.program("skopeo", `${said}; [ "$1" != login ] || { printf 'given: '; cat; echo; } >>${this.path("calls")}`);
    this.program(
      "curl",
      `for url; do :; done; while [ "$1" != --output ]; do shift; done; cp "${this.path("served")}/\${url##*/}" "$2"`,
    );
    this.serve();
  }

  path(name: string): string {
    return join(this.#directory, name);
  }

  program(name: string, text: string): void {
    writeFileSync(this.path(`bin/${name}`), `#!/bin/sh\n${text}\n`);
    chmodSync(this.path(`bin/${name}`), 0o755);
  }

  serve(): void {
    writeFileSync(this.path("pack/otelcol-contrib"), "a Collector");
    const ours = architectures.map((arch) => `opampsupervisor_1.2.3_linux_${arch}`);
    for (const name of ours) writeFileSync(this.path(`served/${name}`), name);
    const theirs = architectures.map((arch) => `otelcol-contrib_0.149.0_linux_${arch}.tar.gz`);
    for (const name of theirs) {
      Bun.spawnSync(["tar", "-czf", this.path(`served/${name}`), "-C", this.path("pack"), "otelcol-contrib"]);
    }
    const sums = (names: readonly string[]) =>
      names.map((name) => `${sha256Of(this.path(`served/${name}`))}  ${name}\n`).join("");
    writeFileSync(this.path("served/opampsupervisor_1.2.3_checksums.txt"), sums(ours));
    writeFileSync(this.path(`served/${collectors}`), sums(theirs));
  }

  publish(tag = "v1.2.3"): { exitCode: number; calls: string[]; complaint: string } {
    writeFileSync(this.path("calls"), "");
    const { exitCode, stderr } = Bun.spawnSync(["sh", this.path("scripts/images/publish.sh")], {
      env: {
        PATH: `${this.path("bin")}:${process.env["PATH"] ?? ""}`,
        TAG: tag,
        RELEASES_URL: "https://forge.example/Owner/name/releases",
        REGISTRY: "registry.example/Owner",
        REGISTRY_USER: "somebody",
        REGISTRY_TOKEN: "t0ken",
      },
    });
    const calls = readFileSync(this.path("calls"), "utf8")
      .replaceAll(/\/tmp\/tmp\.\w+/g, "WORK")
      .trim()
      .split("\n");
    return { exitCode, calls, complaint: stderr.toString() };
  }
}

test("the images of a release are made from its own executables and official Collectors, and pushed for all architectures", () => {
  const { exitCode, calls, complaint } = new Project().publish();
  const programs = architectures.map(
    (arch) =>
      `--supervisor ${arch}=WORK/opampsupervisor_1.2.3_linux_${arch} --collector ${arch}=WORK/${arch}/otelcol-contrib`,
  );
  const copied = (name: string) =>
    `skopeo copy --all --authfile WORK/auth.json oci:WORK/images/${name}:1.2.3 docker://registry.example/owner/${name}:1.2.3 token=none`;
  expect({ exitCode, calls, complaint }).toEqual({
    exitCode: 0,
    calls: [
      `npm run images -- --refresh --out WORK/images ${programs.join(" ")} token=none`,
      "skopeo login --authfile WORK/auth.json --username somebody --password-stdin registry.example token=t0ken",
      "given: t0ken",
      copied("opampsupervisor"),
      copied("opampsupervisor-collector"),
    ],
    complaint: "",
  });
});

test.each(["opampsupervisor_1.2.3_linux_arm64", "otelcol-contrib_0.149.0_linux_ppc64le.tar.gz"])(
  "%s with other bytes than its checksum states ends it before anything is made",
  (name) => {
    const project = new Project();
    writeFileSync(project.path(`served/${name}`), "other bytes");
    const { exitCode, calls } = project.publish();
    expect([exitCode, calls]).toEqual([1, [""]]);
  },
);

test("what the checksums do not name, and the tag of another version, are refused", () => {
  const project = new Project();
  writeFileSync(project.path(`served/${collectors}`), "");
  expect(project.publish()).toMatchObject({ exitCode: 1, calls: [""] });
  expect(project.publish("v1.2.4")).toMatchObject({
    exitCode: 1,
    calls: [""],
    complaint: "publish.sh: the tag is v1.2.4, and package.json says version 1.2.3\n",
  });
});
