import { expect, test } from "bun:test";

import { containerSign, type ContainerSigns } from "../../../src/runtime/os/container.ts";

const sign = ({ paths = [], ...more }: Partial<ContainerSigns> & { paths?: string[] } = {}) =>
  containerSign({ pid: 700, parentPid: 600, env: {}, isThere: (path) => paths.includes(path), ...more });

test.each([
  ["the first process", { pid: 1, parentPid: 0 }, "it is process 1"],
  [
    "one that an engine has started from outside",
    { parentPid: 0 },
    "it was started from outside of its process namespace",
  ],
  ["one in a pod of Kubernetes", { env: { KUBERNETES_SERVICE_HOST: "10.0.0.1" } }, "KUBERNETES_SERVICE_HOST is set"],
  [
    "a child of an init in a container of Docker",
    { parentPid: 1, paths: ["/.dockerenv"] },
    "it is a child of process 1, and /.dockerenv is there",
  ],
  [
    "a child of an init in one of Podman",
    { parentPid: 1, paths: ["/run/.containerenv"] },
    "it is a child of process 1, and /run/.containerenv is there",
  ],
  [
    "a child of an init in another one",
    { parentPid: 1, env: { container: "oci" } },
    "it is a child of process 1, and the variable container is set",
  ],
])("%s is the program of a container", (_, signs, text) => {
  expect(sign(signs)).toBe(text);
});

test.each([
  ["a process of a host", {}],
  ["a service of systemd", { parentPid: 1 }],
  ["a service of systemd in a container", { parentPid: 1, env: { container: "lxc" }, paths: ["/run/systemd/system"] }],
  ["what somebody starts by hand in a container", { paths: ["/.dockerenv"] }],
])("%s is none", (_, signs) => {
  expect(sign(signs)).toBeUndefined();
});
