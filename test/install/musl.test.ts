import { expect, test } from "bun:test";

import { Machine } from "./machine.ts";
import { ReleaseServer } from "./release-server.ts";
import { program, script } from "./sandbox.ts";

test("where musl is the C library its build is taken, with nothing but busybox", async () => {
  const releases = await ReleaseServer.start();
  await releases.publish({ version: "0.9.1", system: "linux_amd64_musl", files: [program("0.9.1")] });
  const machine = new Machine({ releases: releases.url });
  const { code, text } = await machine.run(`
    touch /etc/alpine-release
    mkdir /applets && busybox --install -s /applets
    PATH=/applets sh ${script} && /usr/local/bin/opampsupervisor`);
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("linux_amd64_musl") });
  expect(text).toContain("Installed: /usr/local/bin/opampsupervisor 0.9.1.");
  releases.faults = [{ of: ".tar.gz", kind: "missing" }];
  const missing = await machine.run(`
    touch /etc/alpine-release
    mkdir /applets && busybox --install -s /applets
    PATH=/applets sh ${script}`);
  expect(missing).toEqual({ code: 1, text: expect.stringContaining("404") });
  expect(releases.asked.filter((path) => path.endsWith(".tar.gz"))).toHaveLength(2);
});
