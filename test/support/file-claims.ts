import { resolve } from "node:path";

import type { Policy } from "../../src/compose/policy/policy.ts";
import type { Refusal } from "../../src/compose/refusal.ts";
import { findForbiddenFile } from "../../src/supervisor/compose/access.ts";
import type { AccessOptions } from "../../src/supervisor/compose/access.ts";
import { judge, type Offer } from "./policy.ts";

/** The refusal of a remote configuration whose one file is named so, if it is refused. */
export async function refusalOf(
  file: string,
  { directories, files, os = "linux" }: Pick<AccessOptions, "directories" | "files"> & { os?: "linux" | "windows" },
) {
  const remote = `receivers: {file_log: {include: [${JSON.stringify(file)}]}}`;
  const result = judge({ accessDirs: directories }, { remote });
  if (!result.composed) throw new Error(result.reason);
  return await findForbiddenFile({ claims: result.files, directories, files, host: { os } });
}

/** What is said of a remote configuration, its files included, where there are no links. */
export async function refusalOfAll(policy: Partial<Policy>, offer: Offer): Promise<Refusal | undefined> {
  const result = judge(policy, offer);
  if (!result.composed) return result;
  const files = { realPath: async (path: string) => resolve("/", path), list: async () => [] };
  const { accessDirs: directories = [] } = policy;
  return await findForbiddenFile({ claims: result.files, directories, files, host: { os: "linux" } });
}
