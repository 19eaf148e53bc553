import type { KeyPath, TreeNode } from "./tree.ts";

/** In place of what may be a secret. */
export const hidden = "(hidden)";

const longestEcho = 80;

/** Whether values at `path` may be secrets: headers, addresses of proxies, PEM text, the Collector's environment, extensions, key stores. */
export function isSecret(path: KeyPath): boolean {
  const last = path.at(-1);
  return (
    path.some((part) => typeof part === "string" && part.endsWith("headers")) ||
    (typeof last === "string" && /(_pem|_auth|proxy_url|headers_list)$/.test(last)) ||
    path[0] === "extensions" ||
    (path[0] === "agent" && path[1] === "env") ||
    (path[0] === "storage" && path[1] === "secrets" && last !== "key_source")
  );
}

/**
 * The value of `node` for a message. `(hidden)` for what may be a secret, for PEM text and for what came out of
 * `${…}`; user names, passwords and queries of URLs are hidden too, and long text is cut.
 */
export function describeValue(node: TreeNode, path: KeyPath): string {
  if (node.kind !== "scalar") return node.kind === "list" ? "a list" : "a mapping";
  const { value } = node;
  if (value === null) return "empty";
  if (node.expansion !== undefined || isSecret(path) || String(value).includes("-----BEGIN")) {
    return typeof value === "string" ? hidden : `a ${typeof value} ${hidden}`;
  }
  if (typeof value !== "string") return node.source;
  return shortText(value);
}

/** A text in quotes, cut where it is long, without user names, passwords and queries of URLs. */
export function shortText(value: string): string {
  const open = openText(value);
  return JSON.stringify(open.length > longestEcho ? `${open.slice(0, longestEcho)}…` : open);
}

/** A text as it is, but for user names, passwords and queries of URLs. */
export function openText(text: string): string {
  return withoutUserInfo(text).replace(/(:\/\/[^?]*\?).*$/s, `$1${hidden}`);
}

const userInfo = /\/\/[^/?#]*@/g;

/** Whether there is a user name or a password in a URL. */
export function hasUserInfo(text: string): boolean {
  return text.search(userInfo) !== -1;
}

/** A text as it is, but for user names and passwords in URLs. */
export function withoutUserInfo(text: string): string {
  return text.replace(userInfo, `//${hidden}@`);
}
