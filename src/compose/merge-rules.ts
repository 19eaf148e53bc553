/** How a list of a later layer meets the one that is there. `by-name`: entries `{name, …}` replace those of their name. */
export type ListRule = "replace" | "append" | "prepend" | "unique" | "by-name";

/** A rule of the operator's: the path in steps, where `*` stands for any one key. */
export interface PathRule {
  readonly path: readonly string[];
  readonly list: ListRule;
}

/** The rules for what stands at one place and below it. */
export interface MergeRules {
  readonly list: ListRule | undefined;
  /** The rules for what stands under `key`. */
  under(key: string): MergeRules;
}

const builtIn: readonly PathRule[] = [
  { path: ["service", "extensions"], list: "unique" },
  { path: ["service", "telemetry", "resource", "attributes"], list: "by-name" },
];

/**
 * The rules of the Go supervisor (`service::extensions` and `service::telemetry::resource::attributes` are joined, all
 * other lists replaced) and those of the operator over them. Of two rules for one place the later one holds.
 */
export function mergeRules(stated: readonly PathRule[] = []): MergeRules {
  return rulesFor([...builtIn, ...stated]);
}

const noRules: MergeRules = { list: undefined, under: () => noRules };

function rulesFor(rules: readonly PathRule[]): MergeRules {
  if (rules.length === 0) return noRules;
  const below = new Map<string, MergeRules>();
  return {
    list: rules.findLast(({ path }) => path.length === 0)?.list,
    under: (key) => {
      const known = below.get(key);
      if (known !== undefined) return known;
      const matching = rules.flatMap(({ path: [first, ...rest], list }) =>
        first === key || first === "*" ? [{ path: rest, list }] : [],
      );
      const found = rulesFor(matching);
      below.set(key, found);
      return found;
    },
  };
}

export const builtInRules = mergeRules();
