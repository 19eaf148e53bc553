import { unescapeDollars } from "../../config/reference-text.ts";
import { references } from "../references.ts";
import type { Reference } from "../references.ts";
import type { Refusal } from "../refusal.ts";
import { resolveText } from "../resolve-text.ts";
import type { PlacedScalar } from "../walk.ts";
import { denial, listed } from "./denial.ts";
import type { Policy } from "./policy.ts";

/**
 * What the Collector would read for a scalar of remote content, or why it may not refer to what it refers to. Variables
 * that are allowed are put in; where another source is allowed, what comes of it cannot be known: `text` is undefined.
 */
export type Resolved = { text: string | undefined } | { refusal: Refusal };

export function resolve(
  scalar: PlacedScalar,
  { configSources }: Policy,
  env: Readonly<Record<string, string>>,
): Resolved {
  const { node, path } = scalar;
  const refuse = (fault: string): Resolved => {
    const allowed = allowedSources(configSources);
    return { refusal: denial({ rule: "agent.policy.config_sources", path, node, fault, allowed }) };
  };
  for (const reference of references(node.text)) {
    const fault = faultOf(reference, configSources);
    if (fault !== undefined) return refuse(fault);
  }
  const { text } = resolveText(node.text, env);
  if (text === undefined) return { text };
  if (references(text).length > 0) return refuse("makes a reference of what a variable holds");
  return { text: unescapeDollars(text) };
}

function faultOf(
  { scheme, target, fallback }: Reference,
  { env, schemes }: Policy["configSources"],
): string | undefined {
  if (`${target}${fallback ?? ""}`.includes("${")) return "refers to something whose name is itself a reference";
  if (schemes.includes(scheme)) return undefined;
  if (scheme !== "env") return `refers to the source ${scheme}, which is not allowed`;
  return env.some((pattern) => nameMatches(target, pattern)) ? undefined : "refers to a variable that is not allowed";
}

function nameMatches(name: string, pattern: string): boolean {
  const [first = "", ...others] = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${[first, ...others].join(".*")}$`, "s").test(name);
}

function allowedSources({ env, schemes }: Policy["configSources"]): string {
  return listed([...env.map((name) => `\${env:${name}}`), ...schemes.map((scheme) => `\${${scheme}:…}`)]);
}
