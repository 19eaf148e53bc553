import { fieldName } from "../listening.ts";
import type { Refusal } from "../refusal.ts";
import { isNull } from "../tree.ts";
import type { PlacedScalar } from "../walk.ts";
import { isOfType, ownerOf } from "./components.ts";
import { denial } from "./denial.ts";
import type { Policy } from "./policy.ts";
import type { Read } from "./sources.ts";

/**
 * The name `env`, or the whole environment `$env`, in an expression of the log receivers' operators, which read any variable
 * by it (`EXPR(env("X"))`); neither a field of that name (`attributes.env`) nor a text in quotes.
 */
const envInExpression = /(?<![\w"'`$]|(?<!\.)\.)(?:\$env|env|os_env_func)(?!\w|["'`])/;

/** Settings of operators that are expressions without being marked as such. */
const conditionKey = /^(?:if|expr|is_first_entry|is_last_entry)$/;

/**
 * Why a text of remote content reads a variable by other means than `${env:…}`, which `agent.policy.config_sources` does not
 * let it: by an expression of the log receivers' operators, or as an external label of Prometheus, where `$X` and `${X}`
 * stand for variables once the Collector has made one dollar sign of two.
 */
export function checkExpression({ path, node }: PlacedScalar, policy: Policy, read: Read): Refusal | undefined {
  if (policy.configSources.env.includes("*") || isNull(node)) return undefined;
  const text = read(node.text) ?? node.text;
  if (!readsVariable(path, text)) return undefined;
  const rule = "agent.policy.config_sources";
  const fault = "may read a variable without a reference to it";
  return denial({ path, node, rule, fault, allowed: "${env:…} of a variable that is allowed" });
}

function readsVariable(path: readonly string[], text: string): boolean {
  const [kind, id] = ownerOf(path);
  if (kind === "receivers" && isOfType(id, "prometheus")) return path.includes("external_labels") && text.includes("$");
  const isExpression =
    text.includes("EXPR(") || (path.some((step) => step.endsWith("operators")) && conditionKey.test(fieldName(path)));
  return isExpression && (kind === "receivers" || kind === "processors") && envInExpression.test(text);
}
