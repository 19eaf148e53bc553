import type { Network } from "../../runtime/network-ports.ts";
import type { Observation } from "../../telemetry/observation.ts";

/** Messages to and from the OpAMP server since the start, and their bytes before compression and TLS. */
export interface Traffic {
  sent: number;
  sentBytes: number;
  received: number;
  receivedBytes: number;
}

/** The same network, where what goes over it is counted. */
export function countingNetwork(network: Network, traffic: Traffic): Network {
  const sent = (bytes: number) => {
    traffic.sent += 1;
    traffic.sentBytes += bytes;
  };
  const received = (bytes: number) => {
    traffic.received += 1;
    traffic.receivedBytes += bytes;
  };
  return {
    call: (options) => network.call(options),
    get: (options) => network.get(options),
    reach: (options) => network.reach(options),
    listen: (options) => network.listen(options),
    probeListen: (address) => network.probeListen(address),
    dial: (options, handlers) => {
      const socket = network.dial(options, {
        ...handlers,
        message: (data) => {
          received(data.length);
          handlers.message(data);
        },
      });
      return {
        get bufferedBytes() {
          return socket.bufferedBytes;
        },
        send: (data) => {
          sent(data.length);
          socket.send(data);
        },
        ping: () => socket.ping(),
        close: (code, reason) => socket.close(code, reason),
        terminate: () => socket.terminate(),
      };
    },
    post: async (options) => {
      sent(options.body.length);
      const outcome = await network.post(options);
      if (outcome.answered) received(outcome.body.length);
      return outcome;
    },
  };
}

/** What was added between two looks. */
export function trafficCounts(before: Readonly<Traffic>, now: Readonly<Traffic>): Observation[] {
  const ways = [
    ["transmit", now.sent - before.sent, now.sentBytes - before.sentBytes],
    ["receive", now.received - before.received, now.receivedBytes - before.receivedBytes],
  ] as const;
  return ways.flatMap(([way, messages, bytes]): Observation[] => {
    if (messages === 0) return [];
    const attributes = { "network.io.direction": way };
    return [
      { count: "supervisor.server.messages", by: messages, attributes },
      { count: "supervisor.server.io", by: bytes, attributes },
    ];
  });
}
