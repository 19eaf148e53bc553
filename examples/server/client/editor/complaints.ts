import { type Document, isMap, isPair, isScalar, LineCounter, type Pair, parseDocument } from "yaml";

export interface Complaint {
  severity: "error" | "warning";
  /** Offsets in the text. */
  from: number;
  to: number;
  /** Both count from 1. */
  line: number;
  column: number;
  message: string;
}

/** Types of components that the agent has, by the section in which they are configured; empty where it is silent. */
export type Components = ReadonlyMap<string, readonly string[]>;

/** What is wrong with a text: mistakes of YAML, and components that this agent does not have. */
export function complaintsAbout(text: string, components: Components): Complaint[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (severity: Complaint["severity"], from: number, to: number, message: string): Complaint => {
    const { line, col } = lines.linePos(from);
    return { severity, from, to: Math.max(to, from), line, column: col, message };
  };
  const mistakes = document.errors.map(({ pos: [from, to], message }) => at("error", from, to, message));
  const doubts = document.warnings.map(({ pos: [from, to], message }) => at("warning", from, to, message));
  if (document.contents !== null && !isMap(document.contents) && mistakes.length === 0) {
    mistakes.push(at("error", 0, text.trimEnd().length, "A configuration is a map with keys such as receivers"));
  }
  const strangers = strangersIn(document, components).map(({ id, section, from, to }) =>
    at("warning", from, to, `This agent has no ${section.replace(/s$/, "")} of type ${id.split("/", 1)[0] ?? id}`),
  );
  return [...mistakes, ...doubts, ...strangers].sort((left, right) => left.from - right.from);
}

interface Stranger {
  id: string;
  section: string;
  from: number;
  to: number;
}

/** The keys below `receivers`, … whose type, the part before the slash, the agent has not named. */
function strangersIn(document: Document.Parsed, components: Components): Stranger[] {
  const { contents } = document;
  if (!isMap(contents)) return [];
  return contents.items.flatMap((pair) => {
    const section = keyOf(pair)?.id ?? "";
    const known = components.get(section);
    if (known === undefined || known.length === 0 || !isMap(pair.value)) return [];
    const keys = pair.value.items.flatMap((inner) => keyOf(inner) ?? []);
    return keys.filter(({ id }) => !known.includes(id.split("/", 1)[0] ?? "")).map((key) => ({ ...key, section }));
  });
}

function keyOf(pair: Pair): { id: string; from: number; to: number } | undefined {
  if (!isPair(pair) || !isScalar(pair.key) || !pair.key.range) return undefined;
  const [from, to] = pair.key.range;
  return { id: String(pair.key.value), from, to };
}
