import { capture } from "../support/capture.ts";

/**
 * The time of what is built, seconds since 1970: `SOURCE_DATE_EPOCH` (reproducible-builds.org), else that of the last commit.
 *
 * @throws {Error} where the variable holds no number, or there is neither it nor a commit
 */
export async function sourceDate(given: string = process.env["SOURCE_DATE_EPOCH"] ?? ""): Promise<number> {
  const text = given === "" ? (await capture(["git", "log", "-1", "--format=%ct"])).stdout : given;
  if (!/^\d+$/.test(text)) throw new Error(`SOURCE_DATE_EPOCH must be seconds since 1970, not ${JSON.stringify(text)}`);
  return Number(text);
}
