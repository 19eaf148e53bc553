import { describe, expect, test } from "bun:test";

import { codec } from "../../../src/opamp/wire/messages.ts";
import {
  type CollectorKnowledge,
  parseKnowledge,
  renderKnowledge,
  withKnowledge,
} from "../../../src/storage/collector-knowledge.ts";

const attributes = [{ key: "service.name", value: { stringValue: "otelcol" } }];
const description = codec.AgentDescription.encode({ identifyingAttributes: attributes }).finish().slice();
const components = codec.AvailableComponents.encode({ hash: new Uint8Array([1, 2]) })
  .finish()
  .slice();
const known: CollectorKnowledge = {
  identity: "one",
  allowNoPipelines: true,
  telemetryForm: "declarative",
  description,
  reportedDescription: description,
  components,
};

function parsed(text: string): readonly CollectorKnowledge[] {
  return parseKnowledge(new TextEncoder().encode(text));
}

describe("parseKnowledge()", () => {
  test("reads what renderKnowledge() writes", () => {
    const both = [known, { ...known, identity: "two", reportedDescription: undefined, components: undefined }];
    expect(parsed(renderKnowledge(both))).toEqual(both);
  });

  test("takes whatever is odd for nothing known", () => {
    const good = renderKnowledge([known]);
    const odd = [
      "",
      "{",
      "[]",
      good.replace("declarative", "other"),
      good.replace(description.toBase64(), "*"),
      good.replace(description.toBase64(), new Uint8Array([0xff]).toBase64()),
      good.replace('"identity"', '"name"'),
    ];
    expect(odd.map((text) => parsed(text))).toEqual(odd.map(() => []));
  });
});

describe("withKnowledge()", () => {
  test("replaces what was known under the same identity and puts it in front", () => {
    const two = { ...known, identity: "two" };
    const changed = { ...known, allowNoPipelines: false };
    expect(withKnowledge([two, known], changed)).toEqual([changed, two]);
  });

  test("forgets the oldest binaries", () => {
    let all: readonly CollectorKnowledge[] = [];
    for (const identity of ["a", "b", "c", "d", "e", "f"]) all = withKnowledge(all, { ...known, identity });
    expect(all.map(({ identity }) => identity)).toEqual(["f", "e", "d", "c"]);
  });
});
