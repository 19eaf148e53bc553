import { expect, test } from "bun:test";

import { endpointFault } from "../../../src/config/endpoint.ts";

test.each([
  "ws://127.0.0.1:4320/v1/opamp",
  "wss://server.example/v1/opamp?tenant=a",
  "WSS://server.example",
  "ws://[::1]:4320/v1/opamp",
  "http://server.example/v1/opamp",
  "HTTPS://server.example:8443",
])("%s is an endpoint", (endpoint) => {
  expect(endpointFault(endpoint)).toBeUndefined();
});

test.each([
  ["", "must be specified"],
  ["ftp://h", 'invalid scheme "ftp" for server::endpoint, must be one of "http", "https", "ws", or "wss"'],
  ["localhost:4320", 'invalid scheme "localhost" for server::endpoint, must be one of "http", "https", "ws", or "wss"'],
  ["server.example/v1", 'invalid scheme "" for server::endpoint, must be one of "http", "https", "ws", or "wss"'],
  ["127.0.0.1:4320", "invalid URL for server::endpoint"],
  ["ws:", "invalid URL for server::endpoint"],
  ["ws://", "invalid URL for server::endpoint"],
  ["ws:h", "invalid URL for server::endpoint"],
  ["ws://h:port", "invalid URL for server::endpoint"],
  ["ws://h:70000", "invalid URL for server::endpoint"],
  ["ws://a b", "invalid URL for server::endpoint"],
  [" ws://h", "invalid URL for server::endpoint"],
  ["https://user:pass@h", "server::endpoint must not hold a user name or password, use server::headers"],
  ["wss://user:pass@h", "server::endpoint must not hold a user name or password, use server::headers"],
  ["ws://h/#part", "server::endpoint must not have a fragment (#…)"],
])("%p is refused: %s", (endpoint, message) => {
  expect(endpointFault(endpoint)?.message).toBe(message);
});
