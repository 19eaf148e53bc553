import { referenceNotes } from "./reference-notes.ts";
import type { Rule, Section } from "./rule.ts";
import type { Result } from "./run-rules.ts";

export const levelNames: Readonly<Record<Rule["level"], string>> = {
  M: "MUST",
  MN: "MUST NOT",
  S: "SHOULD",
  SN: "SHOULD NOT",
  MAY: "MAY",
  t: "text",
  decision: "decision",
};

export interface DocumentParts {
  agents: readonly Section[];
  servers: readonly Section[];
  traps: readonly Section[];
  ours: ReadonlyMap<string, Result>;
  reference: ReadonlyMap<string, Result>;
}

/** `docs/conformance.md`. */
export function conformanceDocument({ agents, servers, traps, ours, reference }: DocumentParts): string {
  const table = (sections: readonly Section[]) => sections.map((section) => sectionText(section, ours, reference));
  return `${[
    "# Conformance to OpAMP",
    introduction,
    "## Summary",
    summary(ours, reference),
    "## Agents",
    ...table(agents),
    "## Servers",
    ...table(servers),
    "## What the specification leaves open",
    "Decisions of this project where the specification is silent, ambiguous or widely not held to. Nobody else is bound by them.",
    ...table(traps),
    "## What the Go reference does otherwise",
    notes(),
  ].join("\n\n")}\n`;
}

const introduction = `Every rule of the [OpAMP specification](https://opentelemetry.io/docs/specs/opamp/) for agents (C-…) and servers (S-…), in our
own words, and whether it is held to. Each is an executable test in \`test/conformance\`; \`bun run conformance --docs\` runs them
and writes this page, and the test suite fails where the column **ours** is not what its run came to.

## How to read it

- **rule**: the number by which the test is found. **level**: the word of the specification; "text" is what it requires without
  one of its capital words, or what a comment of the schema does; "decision" is ours alone.
- **what**: what must hold. "(WebSocket)" and "(HTTP)" are rules of one transport. All others are tried over both, and pass where
  they hold over both.
- **ours**: the client and the server of \`src/opamp\`; for rules about a whole agent the compiled supervisor with a real Collector.
- **Go**: the client and the server of opamp-go v0.23.0, in the small programs of \`test/interop/go\`. That release is older than
  some of the rules. [Why it fails](#what-the-go-reference-does-otherwise) a rule stands at the end.

| result            | what it means                                                                                     |
| ----------------- | ------------------------------------------------------------------------------------------------- |
| pass              | the rule was tried, and holds                                                                     |
| fail              | it was tried, and does not; what was seen follows                                                 |
| left to the owner | the Go library leaves it to the program that uses it, and ours does nothing about it              |
| does not apply    | the rule is about something that the implementation does not have or need not do; the reason follows |
| not testable      | the implementation cannot be brought to it from outside; the reason follows                       |
| –                 | not tried, as it does not apply to ours                                                      |

## Your own implementation

A server at an address, over both transports:

\`\`\`sh
bun run conformance --server ws://127.0.0.1:4320/v1/opamp
bun run conformance --server https://opamp.example.org/v1/opamp --ca ca.pem --header 'Authorization: Bearer …'
\`\`\`

An agent: start the first line, then your agent with the address that it prints. Let it accept remote configuration and restart
commands and report health, effective configuration and the status of remote configuration, or the rules about these fail; over
plain HTTP let it poll each second. It may keep its connection from rule to rule; the rules cut it where they need to.

\`\`\`sh
bun run conformance --agent
bun run conformance --agent --transport http --port 4320
\`\`\`

\`--only C-01,S-050\` tries rules whose numbers begin so, \`--help\` lists the rest: TLS, addresses, one transport alone. What only
the owner of an implementation can bring about (its configuration, its own reports, its stop) is then "not testable". To have these
tried as well, write a subject, as [\`go-client.ts\`](../test/conformance/subject/go-client.ts) and
[\`go-server.ts\`](../test/conformance/subject/go-server.ts) are: some hundred lines that start the implementation and tell it what to do.
The exit code is 1 where a MUST or MUST NOT fails.`;

function summary(ours: ReadonlyMap<string, Result>, reference: ReadonlyMap<string, Result>): string {
  const kinds = ["pass", "fail", "left to the owner", "does not apply", "not testable"] as const;
  const count = (results: ReadonlyMap<string, Result>, kind: string, look: (id: string, result: Result) => string) =>
    [...results].filter(([id, result]) => look(id, result) === kind).length;
  const rows = kinds.map((kind) => {
    const numbers = [count(ours, kind, (_id, result) => result.kind), count(reference, kind, referenceKind)];
    return `| ${kind} | ${numbers.join(" | ")} |`;
  });
  return ["| result | ours | Go |", "| --- | --- | --- |", ...rows].join("\n");
}

function referenceKind(id: string, { kind }: Result): string {
  return kind === "fail" && referenceNotes[id]?.whose === "owner" ? "left to the owner" : kind;
}

function notes(): string {
  const rows = Object.entries(referenceNotes).map(([id, { whose, why }]) => `| ${id} | ${whose} | ${why} |`);
  return ["| rule | whose it is | why |", "| --- | --- | --- |", ...rows].join("\n");
}

function sectionText(
  { heading, rules }: Section,
  ours: ReadonlyMap<string, Result>,
  reference: ReadonlyMap<string, Result>,
): string {
  const rows = rules.map(({ id, level, transport, title }) => {
    const where = transport === undefined ? "" : transport === "W" ? " (WebSocket)" : " (HTTP)";
    const cells = [
      id,
      levelNames[level],
      `${title}${where}`,
      shown(ours.get(id)),
      shownReference(id, reference.get(id)),
    ];
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return [`### ${heading}`, "", "| rule | level | what | ours | Go |", "| --- | --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

function shownReference(id: string, result: Result | undefined): string {
  if (result?.kind !== "fail" || referenceKind(id, result) === "fail") return shown(result);
  return `left to the owner: ${result.detail}`;
}

/** A result in one cell. */
function shown(result: Result | undefined): string {
  if (result === undefined) return "–";
  const { kind } = result;
  if (kind === "fail") return `**fail**: ${result.detail}`;
  return kind === "pass" ? kind : `${kind}: ${result.reason}`;
}
