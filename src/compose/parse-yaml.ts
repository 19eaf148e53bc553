import { Composer, Parser } from "yaml";
import type { Document, LineCounter } from "yaml";

import type { Fault } from "./fault.ts";
import { lexerOfYamlV3 } from "./yaml-v3-lexer.ts";

export interface ParsedYaml {
  /** Each with its errors; none for a text without any. */
  documents: Document.Parsed[];
  /** The first thing that yaml.v3 refuses and the package would take. */
  fault: Fault | undefined;
}

/**
 * The documents of a YAML text, read as text (failsafe schema) by the rules of yaml.v3. The package's own check of
 * duplicate keys is off, since it takes quadratic time.
 */
export function parseYaml(text: string, lineCounter: LineCounter): ParsedYaml {
  const faults: Fault[] = [];
  const parser = new Parser(lineCounter.addNewLine);
  Reflect.set(
    parser,
    "lexer",
    lexerOfYamlV3((fault) => faults.push(fault)),
  );
  const composer = new Composer({
    schema: "failsafe",
    version: "1.2",
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
  });
  const documents = [...composer.compose(parser.parse(text), true, text.length)];
  return { documents, fault: faults[0] };
}
