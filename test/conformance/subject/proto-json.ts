import { join } from "node:path";

import * as protobuf from "protobufjs";

import { canonical } from "../../../src/opamp/wire/canonical.ts";
import { type AgentToServer, codec, type ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import { projectRoot } from "../../support/project.ts";

const schema = new protobuf.Root();
schema.resolvePath = (_from, file) => join(projectRoot, "proto", file.split("/").at(-1) ?? "");
schema.loadSync("opamp.proto");
const jsonForm = { bytes: String, longs: String, enums: String };

/** The parts of a message to a server in protobuf's JSON form, which the Go programs read. */
export function agentMessageJson(message: AgentToServer): Record<string, unknown> {
  const type = schema.lookupType("opamp.proto.v1.AgentToServer");
  return type.toObject(type.decode(codec.AgentToServer.encode(canonical(message)).finish()), jsonForm);
}

/** A message to an agent in protobuf's JSON form. */
export function serverMessageJson(message: ServerToAgent): Record<string, unknown> {
  const type = schema.lookupType("opamp.proto.v1.ServerToAgent");
  return type.toObject(type.decode(codec.ServerToAgent.encode(message).finish()), jsonForm);
}
