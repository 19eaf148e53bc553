import { describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";

import { capture } from "../../scripts/support/capture.ts";
import { runUnbooted } from "../support/container.ts";
import { debianRoot } from "../support/distro-packages.ts";
import { projectRoot } from "../support/project.ts";

const packaging = join(projectRoot, "packaging");
const folders = ["apk", "deb", "openrc", "rpm"];
const scripts = [
  "preinstall",
  ...folders.flatMap((folder) => readdirSync(join(packaging, folder)).map((name) => `${folder}/${name}`)),
].toSorted();

/** Above it `systemd-analyze security` counts the service as less protected than it is now; 10 is worst. */
const worstExposure = 2;
/** As root with the capabilities of `run-as.conf`. */
const worstExposureAsRoot = 3.3;

/** Runs a script with the programs of the installed Debian, so that their version is always the same. */
const inside = (script: string) => runUnbooted({ root: debianRoot(), shared: { "/packaging": packaging } }, script);

describe("the scripts of the packages", () => {
  test("are all there", () => {
    expect(scripts).toEqual([
      "apk/post-upgrade",
      "apk/pre-deinstall",
      "deb/postinst",
      "deb/postrm",
      "deb/prerm",
      "openrc/opampsupervisor",
      "preinstall",
      "rpm/post",
      "rpm/postun",
      "rpm/preun",
    ]);
  });

  test.each(scripts)("%s is understood by every shell, and shellcheck finds nothing", async (name) => {
    const path = join(packaging, name);
    for (const shell of [["dash"], ["bash", "--posix"], ["busybox", "sh"]]) {
      expect(await capture([...shell, "-n", path])).toMatchObject({ code: 0, output: "" });
    }
    expect(await capture(["shellcheck", "--external-sources", "--source-path=.", path])).toMatchObject({
      code: 0,
      output: "",
    });
  });
});

describe("the unit", () => {
  test("is understood by systemd as it is written", async () => {
    const script = `install -D -m 755 /bin/true /usr/bin/opampsupervisor
cp /packaging/systemd/opampsupervisor.service /etc/systemd/system
systemd-analyze --man=no verify opampsupervisor.service
mkdir /etc/systemd/system/opampsupervisor.service.d
cp /packaging/systemd/run-as.conf /etc/systemd/system/opampsupervisor.service.d
systemd-analyze --man=no verify opampsupervisor.service`;
    expect(await inside(script)).toMatchObject({ code: 0, out: "" });
  });

  test.each([
    ["alone", "", worstExposure],
    ["with run-as.conf", "cp /packaging/systemd/run-as.conf opampsupervisor.service.d/;", worstExposureAsRoot],
  ])("%s exposes the machine no more than this", async (_, before, worst) => {
    const script = `cd /etc/systemd/system; mkdir opampsupervisor.service.d; cp /packaging/systemd/opampsupervisor.service .
${before} systemd-analyze security --offline=true --no-pager opampsupervisor.service`;
    const { code, out } = await inside(script);
    const level = /Overall exposure level for \S+: ([\d.]+)/.exec(out)?.[1];
    expect(Number(level)).toBeLessThanOrEqual(worst);
    expect(code).toBe(0);
  });
});
