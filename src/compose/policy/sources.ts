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
 * that are allowed are put in; where another source is allowed, what comes of it cannot be known: `text` is undefined, and
 * `shape` is the rest.
 */
export type Resolved = { text: string | undefined; shape: string } | { refusal: Refusal };

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
  const { text, isKnown, followed } = expand(node.text, env);
  for (const reference of followed.flatMap(references)) {
    const fault = faultOf(reference, configSources);
    if (fault !== undefined) return refuse(fault);
  }
  if (references(text).length > 0) return refuse("makes a reference of what a variable holds");
  if (followed.length > mostRounds) return refuse("has more references than can be followed");
  const shape = unescapeDollars(text);
  return { text: isKnown ? shape : undefined, shape };
}

/** What the Collector reads for a text, whatever the rules say; `undefined` where only it can know. */
export type Read = (text: string) => string | undefined;

export function readIn(env: Readonly<Record<string, string>>): Read {
  return (written) => {
    const { text, isKnown } = expand(written, env);
    return isKnown ? unescapeDollars(text) : undefined;
  };
}

/** Of one value; the Collector itself gives up at 1000. */
const mostRounds = 100;

interface Expanded {
  text: string;
  /** Nothing but the environment has a say in it. */
  isKnown: boolean;
  /** Each reference that was replaced. */
  followed: string[];
}

/**
 * Replaces references as the Collector does it (`confmap/expand.go`): the first one that is complete, wherever its text
 * stands, an escaped one elsewhere too. So a default may become the beginning of another reference. What a variable holds
 * is resolved before it is put in; of other sources nothing is known, and nothing is put in.
 */
function expand(written: string, env: Readonly<Record<string, string>>): Expanded {
  const followed: string[] = [];
  let text = written;
  let isKnown = true;
  for (let found = firstReference(text); found !== undefined; found = firstReference(text)) {
    const [inline] = references(found).filter(({ scheme }) => scheme === "yaml");
    const value = inline === undefined ? resolveText(found, env).text : inline.target;
    isKnown &&= value !== undefined;
    text = text.replaceAll(found, () => value ?? "");
    followed.push(found);
    if (followed.length > mostRounds) return { text, isKnown: false, followed };
  }
  return { text, isKnown, followed };
}

/** The Collector looks for nothing behind an escaped one. */
function firstReference(text: string): string | undefined {
  if (!text.includes("${")) return undefined;
  for (let from = 0, close = text.indexOf("}"); close !== -1; close = text.indexOf("}", from)) {
    const open = text.slice(from, close).lastIndexOf("${");
    const start = from + open;
    from = close + 1;
    if (open === -1) continue;
    let before = start;
    while (text[before - 1] === "$") before -= 1;
    return (start - before) % 2 === 0 ? text.slice(start, from) : undefined;
  }
  return undefined;
}

/** Nobody has longer names, and patterns take their time over them. */
const longestVariable = 255;

function faultOf(
  { scheme, target, fallback }: Reference,
  { env, schemes }: Policy["configSources"],
): string | undefined {
  if (`${target}${fallback ?? ""}`.includes("${")) return "refers to something whose name is itself a reference";
  if (schemes.includes(scheme)) return undefined;
  if (scheme !== "env") return `refers to the source ${scheme}, which is not allowed`;
  return target.length <= longestVariable && env.some((pattern) => nameMatches(target, pattern))
    ? undefined
    : "refers to a variable that is not allowed";
}

function nameMatches(name: string, pattern: string): boolean {
  const [first = "", ...others] = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${[first, ...others].join(".*")}$`, "s").test(name);
}

function allowedSources({ env, schemes }: Policy["configSources"]): string {
  return listed([...env.map((name) => `\${env:${name}}`), ...schemes.map((scheme) => `\${${scheme}:…}`)]);
}
