import fc from "fast-check";

import { canonical } from "../../../src/opamp/wire/canonical.ts";
import { decodeMessage } from "../../../src/opamp/wire/decode.ts";
import { decodeFrame } from "../../../src/opamp/wire/framing.ts";
import { type AgentToServer, codec, type ServerToAgent } from "../../../src/opamp/wire/messages.ts";
import { hostileAgentFrame, hostileServerFrame } from "./hostile-frames.ts";
import type { RobustProperty } from "./properties.ts";
import { agentMessage, serverMessage } from "./schema-arbitrary.ts";
import { assertSame } from "./schema.ts";

interface Codec<Message extends object> {
  name: "AgentToServer" | "ServerToAgent";
  encode(message: Message): Uint8Array;
  decode(bytes: Uint8Array): Message | undefined;
}

const agentCodec: Codec<AgentToServer> = {
  name: "AgentToServer",
  encode: (message) => codec.AgentToServer.encode(message).finish(),
  decode: (bytes) => decodeMessage(codec.AgentToServer, bytes),
};
const serverCodec: Codec<ServerToAgent> = {
  name: "ServerToAgent",
  encode: (message) => codec.ServerToAgent.encode(message).finish(),
  decode: (bytes) => decodeMessage(codec.ServerToAgent, bytes),
};

/** What decoding must do with every content and every bytes. */
export const decodingProperties: readonly RobustProperty[] = [
  comesBack(agentCodec, agentMessage),
  comesBack(serverCodec, serverMessage),
  isNoneOrSound(agentCodec, hostileAgentFrame),
  isNoneOrSound(serverCodec, hostileServerFrame),
];

function comesBack<Message extends object>(
  { name, encode, decode }: Codec<Message>,
  arbitrary: fc.Arbitrary<Message>,
): RobustProperty {
  return {
    name: `every ${name} that is encoded and decoded says what it said`,
    runs: 300,
    property: fc.property(arbitrary, (message) => {
      mustSayTheSame(name, decode(encode(message)), message);
      mustSayTheSame(name, decode(encode(canonical(message))), message);
    }),
  };
}

function isNoneOrSound<Message extends object>(
  { name, encode, decode }: Codec<Message>,
  frames: fc.Arbitrary<Uint8Array>,
): RobustProperty {
  return {
    name: `any bytes are no ${name}, or one that can be sent on unchanged`,
    runs: 1_000,
    property: fc.property(frames, (bytes) => {
      const frame = decodeFrame(bytes);
      const message = frame.ok ? decode(bytes.subarray(frame.start)) : undefined;
      if (!message) return;
      mustSayTheSame(name, decode(encode(message)), message);
      mustSayTheSame(name, decode(encode(canonical(message))), message);
    }),
  };
}

function mustSayTheSame(name: "AgentToServer" | "ServerToAgent", decoded: object | undefined, message: object): void {
  if (!decoded) throw new Error("what was encoded is not decoded");
  assertSame(name, decoded, message);
}
