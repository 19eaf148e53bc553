import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import ts from "typescript";

/** A stable code as a word of its own. */
const codeWord = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b/g;

/**
 * The codes that some test of `directory` expects: those in the texts that stand in the arguments of a matcher
 * (`expect(…).toBe(…)`) and in the rows of a `test.each`. A comment, a name
 * and what a test merely puts in do not count, nor do the tests in `except`, which are about codes.
 */
export function assertedCodes(directory: string, except: string): ReadonlySet<string> {
  const codes = new Set<string>();
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".test.ts") || name.startsWith(except)) continue;
    const source = ts.createSourceFile(name, readFileSync(join(directory, name), "utf8"), ts.ScriptTarget.Latest, true);
    visit(source, (text) => {
      for (const [code] of text.matchAll(codeWord)) codes.add(code);
    });
  }
  return codes;
}

function visit(node: ts.Node, found: (text: string) => void): void {
  if (ts.isCallExpression(node) && (isMatcher(node.expression) || isTable(node.expression))) {
    for (const argument of node.arguments) texts(argument, found);
  }
  ts.forEachChild(node, (child) => visit(child, found));
}

/** `expect(…).toEqual`, with what may stand between. */
function isMatcher(called: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(called) || !called.name.text.startsWith("to")) return false;
  for (let at: ts.Expression = called.expression; ;) {
    if (ts.isCallExpression(at)) return ts.isIdentifier(at.expression) && at.expression.text === "expect";
    if (!ts.isPropertyAccessExpression(at)) return false;
    at = at.expression;
  }
}

function isTable(called: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(called) && called.name.text === "each";
}

function texts(node: ts.Node, found: (text: string) => void): void {
  if (ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node)) found(node.text);
  if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) found(node.text);
  ts.forEachChild(node, (child) => texts(child, found));
}
