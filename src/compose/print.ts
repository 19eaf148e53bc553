import { plain } from "./tree.ts";
import type { ConfigNode, ListNode, MappingNode, ScalarNode } from "./tree.ts";

/**
 * A tree as YAML text that the Collector's parser (yaml.v3) reads as the texts that the tree came from. Equal trees give
 * equal bytes. Plain scalars are copied when they are of characters that no parser can take for anything else; every
 * other plain scalar is a string and is printed as one.
 */
export function print(root: MappingNode): string {
  const lines: string[] = [];
  if (root.entries.size === 0) lines.push("{}");
  else printMapping(root, 0, lines);
  lines.push("");
  return lines.join("\n");
}

/** yaml.v3 takes no implicit key of more than 1024 characters. */
const longestImplicitKey = 1000;

function printMapping(node: MappingNode, depth: number, lines: string[]): void {
  const pad = "  ".repeat(depth);
  for (const { key, value } of node.entries.values()) {
    const printed = scalarText(key) || "null";
    if (printed.length <= longestImplicitKey) {
      printValue(`${pad}${printed}:`, value, depth, lines);
    } else {
      lines.push(`${pad}? ${printed}`);
      printValue(`${pad}:`, value, depth, lines);
    }
  }
}

function printList(node: ListNode, depth: number, lines: string[]): void {
  const pad = "  ".repeat(depth);
  for (const item of node.items) {
    if (item.kind === "scalar" || isEmpty(item)) {
      printValue(`${pad}-`, item.kind === "scalar" && scalarText(item) === "" ? nullItem : item, depth, lines);
      continue;
    }
    const first = lines.length;
    if (item.kind === "list") printList(item, depth + 1, lines);
    else printMapping(item, depth + 1, lines);
    lines[first] = `${pad}- ${lines[first]?.slice(pad.length + 2) ?? ""}`;
  }
}

const nullItem = plain("null");

function printValue(lead: string, value: ConfigNode, depth: number, lines: string[]): void {
  if (value.kind === "scalar") {
    if (fitsLiteral(value)) printLiteral(lead, value.text, depth + 1, lines);
    else lines.push(`${lead} ${scalarText(value)}`.trimEnd());
  } else if (isEmpty(value)) {
    lines.push(`${lead} ${value.kind === "list" ? "[]" : "{}"}`);
  } else {
    lines.push(lead);
    if (value.kind === "list") printList(value, depth + 1, lines);
    else printMapping(value, depth + 1, lines);
  }
}

function isEmpty(node: ListNode | MappingNode): boolean {
  return node.kind === "list" ? node.items.length === 0 : node.entries.size === 0;
}

/**
 * Covers all that yaml.v3 resolves to something else than a string (numbers, booleans, null, timestamps), and what
 * commonly needs no quotes, such as `localhost:4317` and `${env:X}`. Two patterns without a choice in the middle: a
 * value may have millions of characters.
 */
const safePlain = /^(?!-(?: |$)|---|\.\.\.)[A-Za-z0-9_.+~/$-][A-Za-z0-9_.+~/$@{}()=%*,;: -]*$/;
const unsafePlain = /[: ](?: |$)/;

function isSafePlain(text: string): boolean {
  return text === "" || (safePlain.test(text) && !unsafePlain.test(text));
}

function scalarText(node: ScalarNode): string {
  const body = node.style === "plain" && isSafePlain(node.text) ? node.text : quoted(node.text, node.tag);
  return node.tag === undefined ? body : `${node.tag} ${body}`.trimEnd();
}

/** Strings that no YAML parser, 1.1 or 1.2, takes for anything else. */
const bareWord = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_][a-z0-9_/-]*(?:\.[a-z_][a-z0-9_/-]*)*$/i;

function quoted(text: string, tag: string | undefined): string {
  if (tag === undefined && bareWord.test(text)) return text;
  return JSON.stringify(text.toWellFormed()).replace(
    unprintable,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What JSON leaves bare and YAML takes for a line break, a byte order mark or a forbidden character. */
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

const literalCharacters =
  /^[\t\n\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u;

/** Texts of several lines whose literal form depends on no indentation indicator and no white space at line ends. */
function fitsLiteral(node: ScalarNode): boolean {
  return (
    node.style === "quoted" &&
    node.tag === undefined &&
    node.text.includes("\n") &&
    literalCharacters.test(node.text) &&
    !/^[\s#]|\n\n$|[ \t](?:\n|$)/.test(node.text)
  );
}

function printLiteral(lead: string, text: string, depth: number, lines: string[]): void {
  const pad = "  ".repeat(depth);
  lines.push(`${lead} ${text.endsWith("\n") ? "|" : "|-"}`);
  for (const line of text.replace(/\n$/, "").split("\n")) lines.push(line === "" ? "" : pad + line);
}
