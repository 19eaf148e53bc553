import { expect, test } from "bun:test";
import { join } from "node:path";

import * as protobuf from "protobufjs";

import { goBuild, goBuildTimeoutMs } from "../support/go-build.ts";

/** What `go/schema` prints, too. */
interface Schema {
  packages: string[];
  messages: Record<string, { fields: Record<string, Field>; oneofs: Record<string, string[]> }>;
  enums: Record<string, Record<string, number>>;
}

interface Field {
  number: number;
  label: "singular" | "optional" | "repeated" | "map";
  type: string;
  keyType?: string;
}

interface Difference {
  path: string;
  ours: unknown;
  reference: unknown;
}

/** All that may differ: the package's name today, and what the specification has added since v0.23.0 of the reference. */
const knownDifferences: Difference[] = [
  {
    path: "messages.ComponentHealth.fields.attributes",
    ours: { number: 7, label: "repeated", type: "KeyValue" },
    reference: undefined,
  },
  { path: "packages.0", ours: "opamp.proto.v1", reference: "opamp.proto" },
  { path: "packages.1", ours: "opamp.proto.v1", reference: "opamp.proto" },
];

test(
  "our schema is that of the reference implementation, save for the known differences",
  async () => {
    const [ours, reference] = await Promise.all([readOurs(), readReference()]);
    expect(differences(ours, reference)).toEqual(knownDifferences);
  },
  goBuildTimeoutMs,
);

async function readReference(): Promise<unknown> {
  const executable = await goBuild("schema");
  return await Bun.$`${executable}`.json();
}

async function readOurs(): Promise<Schema> {
  const schema: Schema = { packages: [], messages: {}, enums: {} };
  for (const name of ["opamp.proto", "anyvalue.proto"]) {
    const path = join(import.meta.dir, "../../proto", name);
    const parsed = protobuf.parse(await Bun.file(path).text(), { keepCase: true });
    schema.packages.push(parsed.package ?? "");
  }
  const root = new protobuf.Root();
  await root.load(join(import.meta.dir, "../../proto/opamp.proto"), { keepCase: true });
  root.resolveAll();
  const [packageName = ""] = schema.packages;
  addNested(schema, root.lookup(packageName), `.${packageName}.`);
  return schema;
}

function addNested(schema: Schema, parent: protobuf.ReflectionObject | null, prefix: string): void {
  if (!(parent instanceof protobuf.Namespace)) throw new Error(`not a namespace: ${parent?.fullName ?? prefix}`);
  for (const object of parent.nestedArray) {
    const name = object.fullName.slice(prefix.length);
    if (object instanceof protobuf.Enum) schema.enums[name] = { ...object.values };
    else if (object instanceof protobuf.Type) {
      schema.messages[name] = describe(object, prefix);
      addNested(schema, object, prefix);
    } else throw new Error(`neither message nor enum: ${object.fullName}`);
  }
}

function describe(type: protobuf.Type, prefix: string): Schema["messages"][string] {
  const fields = type.fieldsArray.map((field) => [field.name, describeField(field, prefix)] as const);
  const oneofs = type.oneofsArray
    .filter((oneof) => !oneof.isProto3Optional)
    .map((oneof) => [oneof.name, oneof.fieldsArray.map((field) => field.name)] as const);
  return { fields: Object.fromEntries(fields), oneofs: Object.fromEntries(oneofs) };
}

function describeField(field: protobuf.Field, prefix: string): Field {
  const { id: number, resolvedType } = field;
  const type = resolvedType === null ? field.type : resolvedType.fullName.slice(prefix.length);
  if (field instanceof protobuf.MapField) return { number, label: "map", type, keyType: field.keyType };
  if (field.repeated) return { number, label: "repeated", type };
  return { number, label: field.partOf?.isProto3Optional ? "optional" : "singular", type };
}

/** Where two values of JSON are not equal, sorted by path. */
function differences(ours: unknown, reference: unknown, path = ""): Difference[] {
  if (!isObject(ours) || !isObject(reference)) {
    return Bun.deepEquals(ours, reference) ? [] : [{ path, ours, reference }];
  }
  const keys = [...new Set([...Object.keys(ours), ...Object.keys(reference)])].sort();
  return keys.flatMap((key) => differences(ours[key], reference[key], path === "" ? key : `${path}.${key}`));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
