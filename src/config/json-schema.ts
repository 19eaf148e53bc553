import * as z from "zod/mini";

import { extensionSections } from "./schema/extensions.ts";
import { supervisorSchema } from "./schema/supervisor.ts";
import { telemetryParts } from "./schema/telemetry/parts.ts";

/**
 * JSON schema (draft 2020-12) of `supervisor.yaml`, for editors. Beside its type a value may be text with `${…}`, whose
 * content only the supervisor knows, and `null` where the key may stay away, unless it is a section that needs keys; a
 * list of strings may be one string.
 */
export function supervisorJsonSchema(): Record<string, unknown> {
  const schema = jsonSchemaOf(supervisorSchema(telemetryParts));
  const types = Object.entries(extensionSections).map(([type, section]): [string, unknown] => {
    const part: Record<string, unknown> = { ...jsonSchemaOf(section) };
    delete part["$schema"];
    return [`^${type}(/.+)?$`, part];
  });
  Object.assign(schema.properties?.["extensions"] ?? {}, {
    patternProperties: Object.fromEntries(types),
    additionalProperties: false,
  });
  return { ...schema, title: "supervisor.yaml" };
}

function jsonSchemaOf(schema: z.core.$ZodType): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    override: ({ zodSchema, jsonSchema, path }) => {
      delete jsonSchema["x-type"];
      delete jsonSchema["x-keys-of"];
      if (path.length === 0 || path.at(-1) === "propertyNames") return;
      const { type } = jsonSchema;
      const types = new Set(Array.isArray(type) ? type : type === undefined ? [] : [type]);
      const unset =
        zodSchema instanceof z.ZodMiniDefault ||
        zodSchema instanceof z.ZodMiniPrefault ||
        zodSchema instanceof z.ZodMiniOptional;
      if (types.size === 0) {
        if (unset) jsonSchema.anyOf?.push({ type: "null" });
        return;
      }
      const needsKeys = jsonSchema.required !== undefined;
      const mayBeNull = (unset && !needsKeys) || path.includes("additionalProperties");
      if (jsonSchema.enum !== undefined) return takeReferences(jsonSchema, mayBeNull);
      if (!types.has("string")) {
        types.add("string");
        if (!types.has("array")) jsonSchema.pattern = reference;
      }
      if (mayBeNull) types.add("null");
      Object.assign(jsonSchema, { type: types.size === 1 ? [...types][0] : [...types] });
    },
  });
}

/** Text with a reference in it. */
const reference = "\\$\\{.*\\}";

/** One of some words, or a reference that may become one of them. */
function takeReferences(schema: z.core.JSONSchema.BaseSchema, mayBeNull: boolean): void {
  const words = schema.enum ?? [];
  delete schema.type;
  delete schema.enum;
  schema.anyOf = [{ enum: mayBeNull ? [...words, null] : [...words] }, { type: "string", pattern: reference }];
}
