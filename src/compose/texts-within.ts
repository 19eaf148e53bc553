import { parseAllDocuments, visit } from "yaml";

/**
 * The texts that YAML readers find in a text: the Collector makes values of its type of what it reads from a variable or a
 * file. Names of settings and of components are no values. What is no YAML holds none, or what is left of it.
 */
export function textsWithin(content: string): string[] {
  const texts = new Set<string>();
  for (const document of parseAllDocuments(content, { schema: "failsafe", uniqueKeys: false, logLevel: "silent" })) {
    visit(document, {
      Scalar: (place, { value }) => {
        if (typeof value === "string" && !(place === "key" && isSettingName(value))) texts.add(value);
      },
    });
  }
  return [...texts];
}

/** `read_buffer_size`, `otlp/primary`, `service::telemetry`: the shape of keys in the Collector's configuration. */
export function isSettingName(key: string): boolean {
  return /^[a-z]+(?:_[a-z0-9]+)*(?:(?:\/|::)[a-z]+(?:_[a-z0-9]+)*)*$/.test(key);
}
