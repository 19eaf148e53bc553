import { Language, Parser } from "web-tree-sitter";

/** What in a script is not PowerShell by the grammar of tree-sitter, each as `line:column: text`; empty for a whole script. */
export async function powershellFaults(script: string): Promise<string[]> {
  await Parser.init();
  const grammar = await Language.load(
    Bun.fileURLToPath(import.meta.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm")),
  );
  const parser = new Parser().setLanguage(grammar);
  const tree = parser.parse(script);
  if (tree === null) throw new Error("nothing was parsed");
  const faults: string[] = [];
  const cursor = tree.walk();
  const visit = (): void => {
    const { isError, isMissing, startPosition: at, text } = cursor.currentNode;
    if (isError || isMissing) faults.push(`${at.row + 1}:${at.column + 1}: ${text}`);
    if (!cursor.gotoFirstChild()) return;
    do visit();
    while (cursor.gotoNextSibling());
    cursor.gotoParent();
  };
  visit();
  tree.delete();
  parser.delete();
  return faults;
}
