/** What is looked at to tell whether this process is the program of a container. */
export interface ContainerSigns {
  pid: number;
  parentPid: number;
  env: Readonly<Record<string, string | undefined>>;
  /** Whether a path is there. */
  isThere(path: string): boolean;
}

/**
 * By what this process is seen to be the program of a container, whose image somebody else exchanges; `undefined` where it is none.
 * The first process is one, and so is a child of it (an init) where an engine has left its mark, but for systemd, which runs
 * services in a container as it does elsewhere. A parent outside of the namespace is an engine too. In a pod of Kubernetes
 * everything belongs to a container.
 */
export function containerSign({ pid, parentPid, env, isThere }: ContainerSigns): string | undefined {
  if (pid === 1) return "it is process 1";
  if (parentPid === 0) return "it was started from outside of its process namespace";
  if (env["KUBERNETES_SERVICE_HOST"]) return "KUBERNETES_SERVICE_HOST is set";
  if (parentPid !== 1 || isThere("/run/systemd/system")) return undefined;
  const mark = ["/.dockerenv", "/run/.containerenv"].find(isThere);
  if (mark !== undefined) return `it is a child of process 1, and ${mark} is there`;
  return env["container"] ? `it is a child of process 1, and the variable container is set` : undefined;
}
