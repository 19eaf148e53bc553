import { ensureGoProgram } from "../support/go-program.ts";
import { findOrInstall } from "./needs.ts";
import type { Need } from "./needs.ts";

/** What unpacks container images, and root, who can start a container. */
export const umoci: Need = {
  name: "umoci",
  async supply(say) {
    const outcome = await findOrInstall(["umoci"], "umoci", say);
    if ("reason" in outcome) return { kind: "absent", reason: outcome.reason };
    if (process.getuid?.() !== 0) return { kind: "absent", reason: "containers are started as root" };
    return { kind: "there", env: {}, note: outcome.path };
  },
};

/** What renders a chart, and what judges manifests as a cluster would, as `HELM` and `KUBECTL_VALIDATE`. */
export const kubernetesTools: Need = {
  name: "Kubernetes tools",
  async supply(say) {
    const programs = {
      HELM: { package: "helm.sh/helm/v3/cmd/helm", version: "v3.18.6", minor: 24 },
      KUBECTL_VALIDATE: { package: "sigs.k8s.io/kubectl-validate", version: "v0.0.4", minor: 24 },
    };
    const env: Record<string, string> = {};
    for (const [variable, program] of Object.entries(programs)) {
      const outcome = await ensureGoProgram(program, say);
      if (!outcome.found) return { kind: "absent", reason: outcome.reason };
      env[variable] = outcome.path;
    }
    return { kind: "there", env, note: Object.values(env).join(", ") };
  },
};
