import { describe, expect, test } from "bun:test";

import { refusalOfAll } from "../../../support/file-claims.ts";

const policy = { accessDirs: ["/data"], configSources: { env: ["X"], schemes: [] } };
const bounded = (...accessDirs: string[]) => ({ ...policy, accessDirs });

describe("the files of kubectl", () => {
  const kubectl = [
    "receivers: {k8s_cluster: {auth_type: kubeConfig}}",
    "receivers: {k8s_events: {auth_type: '${env:X:-kubeConfig}', context: a}}",
    "receivers: {receiver_creator: {receivers: {k8sobjects: {config: {auth_type: kubeConfig}}}}}",
    "processors: {k8s_attributes: {auth_type: kubeConfig}}",
    "processors: {resourcedetection: {detectors: [kubeadm], kubeadm: {auth_type: kubeConfig}}}",
    "extensions: {k8s_observer: {auth_type: ' kubeconfig'}}",
  ];

  test.each(kubectl)("are opened without a name, and refused outside of the directories: %s", async (remote) => {
    const refusal = await refusalOfAll(policy, { remote, env: { HOME: "/root" } });
    expect(refusal?.reason).toContain(
      "has the Collector open /root/.kube/config, outside of the directories that are allowed (agent.access_dirs); allowed: /data",
    );
    expect(await refusalOfAll({ configSources: policy.configSources }, { remote })).toBeUndefined();
    expect(await refusalOfAll(policy, { local: remote, remote: "" })).toBeUndefined();
  });

  const [remote = ""] = kubectl;

  test("are where KUBECONFIG says, each of them, else at home", async () => {
    const at = async (env: Record<string, string>) =>
      await refusalOfAll(bounded("/data", "/root/.kube"), { remote, env });
    expect(await at({ HOME: "/root" })).toBeUndefined();
    expect(await at({ HOME: "/root", KUBECONFIG: "" })).toBeUndefined();
    expect(await at({ HOME: "/root", KUBECONFIG: "/data/a:/root/.kube/b" })).toBeUndefined();
    expect((await at({ HOME: "/root", KUBECONFIG: "/data/a:/etc/b" }))?.reason).toContain("open /etc/b,");
    expect((await at({}))?.reason).toContain("open ~/.kube/config,");
  });

  test.each(["serviceAccount", "none", "tls"])("are nobody's business with %s", async (word) => {
    expect(await refusalOfAll(policy, { remote: remote.replace("kubeConfig", word) })).toBeUndefined();
  });
});

describe("files that a type opens by default", () => {
  test.each([
    ["receivers: {docker_stats: }", "/var/run/docker.sock"],
    ["receivers: {docker_stats/a: {excluded_images: [a]}}", "/var/run/docker.sock"],
    ["receivers: {podman_stats: {endpoint: ''}}", "/run/podman/podman.sock"],
    ["receivers: {chrony: {timeout: 1s}}", "/var/run/chrony/chronyd.sock"],
    ["receivers: {journald: {files: []}}", "/run/log/journal"],
    ["extensions: {docker_observer: ~}", "/var/run/docker.sock"],
    ["extensions: {file_storage: {create_directory: true}}", "/var/lib/otelcol/file_storage"],
    ["extensions: {cfgarden_observer: {cloud_foundry: {}}}", "/var/vcap/data/garden/garden.sock"],
    ["processors: {resourcedetection: {detectors: [env, docker]}}", "/var/run/docker.sock"],
  ])("are refused outside of the directories: %s", async (remote, file) => {
    expect((await refusalOfAll(policy, { remote }))?.reason).toContain(`has the Collector open ${file},`);
    expect(await refusalOfAll(bounded("/var", "/run"), { remote })).toBeUndefined();
  });

  test("are refused where the type writes them too", async () => {
    const remote = "extensions: {ecs_observer: {cluster_name: a}}";
    expect((await refusalOfAll(policy, { remote }))?.reason).toContain("open /etc/ecs_sd_targets.yaml,");
  });

  test("are not meant where another is named, which is judged like every name", async () => {
    const named = (directory: string) => ({ remote: `extensions: {file_storage: {directory: ${directory}}}` });
    expect(await refusalOfAll(policy, named("/data/storage"))).toBeUndefined();
    expect((await refusalOfAll(policy, named("/etc")))?.reason).toContain('"/etc" names a file outside');
    expect(
      await refusalOfAll(policy, { remote: "receivers: {docker_stats: {endpoint: 'tcp://a:1'}}" }),
    ).toBeUndefined();
  });

  test("come of taking away the operator's name, and of nothing else that is said of the operator's component", async () => {
    const local = "extensions: {file_storage: {directory: /srv}}\nreceivers: {docker_stats: {timeout: 1s}}";
    const remote = "extensions: {file_storage: {directory: }}";
    expect((await refusalOfAll(policy, { local, remote }))?.reason).toContain("open /var/lib/otelcol/file_storage,");
    expect(await refusalOfAll(policy, { local, remote: "extensions: {file_storage: {timeout: 2s}}" })).toBeUndefined();
    expect(await refusalOfAll(policy, { local, remote: "receivers: {docker_stats: {timeout: 2s}}" })).toBeUndefined();
  });
});
