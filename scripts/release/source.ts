import { capture } from "../support/capture.ts";

/** Where what is released comes from. */
export interface Source {
  /** Git commit; `undefined` outside a work tree of Git. */
  revision: string | undefined;
  /** Whether files differ from that commit. */
  modified: boolean;
  /** Seconds since the Unix epoch: every date in the release is this one, so that it can be made again. */
  time: number;
}

/** What archives can hold at least: 1980-01-01. */
const earliest = 315_532_800;

/** The commit that is checked out, and its date unless `SOURCE_DATE_EPOCH` (reproducible-builds.org) names another. */
export async function readSource(
  env: Readonly<Record<string, string | undefined>> = process.env,
  directory?: string,
): Promise<Source> {
  const git = async (...args: string[]) => {
    const { code, stdout } = await capture(["git", ...args], directory === undefined ? {} : { directory });
    return code === 0 ? stdout : undefined;
  };
  const stated = env["SOURCE_DATE_EPOCH"];
  if (stated !== undefined && !/^\d+$/.test(stated)) {
    throw new Error(`SOURCE_DATE_EPOCH must be whole seconds since 1970: it is ${JSON.stringify(stated)}`);
  }
  const [revision, committed] = ((await git("log", "-1", "--format=%H %ct")) ?? "").split(" ");
  const time = Math.max(Number(stated ?? committed ?? 0), earliest);
  const modified = ((await git("status", "--porcelain")) ?? "") !== "";
  return { revision: revision === "" ? undefined : revision, modified, time };
}
