import { expect, test } from "bun:test";

import { accountVariables, findAccount } from "../../../src/collector/account.ts";
import type { RunOptions, RunOutcome } from "../../../src/runtime/process-ports.ts";
import { FakeProcesses } from "../../support/fake-processes.ts";
import { MemoryFiles } from "../../support/memory-files.ts";

const files = new MemoryFiles();
files.put(
  "/etc/passwd",
  "root:x:0:0:root:/root:/bin/bash\notel:x:990:980:the Collector:/var/lib/otel:/sbin/nologin\nbare:x:991:981:::\n",
);
files.put("/etc/group", "root:x:0:\notel:x:980:\nadm:x:4:syslog,otel\nsystemd-journal:x:101:otel\ntrace:x:102:\n");

/** A directory of the network, as `getent` shows it. */
const network: Readonly<Record<string, string>> = {
  "passwd ldap-user": "ldap-user:*:70001:70000:From afar:/home/ldap-user:/bin/sh\n",
  "group ldap-group": "ldap-group:*:70002:\n",
};

async function find(user: string, group?: string) {
  const processes = new FakeProcesses();
  processes.run = async ({ args }: RunOptions): Promise<RunOutcome> => {
    const stdout = network[args.join(" ")];
    const exit = { kind: "exited" as const, code: stdout === undefined ? 2 : 0 };
    return { started: true, exit, stdout: stdout ?? "", stderr: "", timedOut: false };
  };
  return await findAccount({ runAs: { user, ...(group !== undefined && { group }) }, files, processes });
}

test.each([
  ["a user brings its groups along", ["otel"], { uid: 990, gid: 980, groups: [980, 4, 101], user: "otel" }],
  ["a number that has an entry is that user", ["990"], { uid: 990, gid: 980, groups: [980, 4, 101], user: "otel" }],
  ["a group that is named is the only one", ["otel", "trace"], { uid: 990, gid: 102, groups: [102], user: "otel" }],
  ["a group may be a number", ["otel", "4"], { uid: 990, gid: 4, groups: [4], user: "otel" }],
  ["numbers need no entries", ["12345", "6789"], { uid: 12345, gid: 6789, groups: [6789], user: "12345", home: "/" }],
  ["a user without a home has /", ["bare"], { uid: 991, gid: 981, groups: [981], home: "/" }],
  [
    "users of the network are known",
    ["ldap-user"],
    { uid: 70001, gid: 70000, groups: [70000], home: "/home/ldap-user" },
  ],
  ["groups of the network are known", ["otel", "ldap-group"], { uid: 990, gid: 70002, groups: [70002] }],
])("%s", async (_, [user = "", group], account) => {
  expect(await find(user, group)).toMatchObject({ found: true, account });
});

test.each([
  ["nosuch", undefined, "there is no user nosuch on this machine"],
  ["otel", "nosuch", "there is no group nosuch on this machine"],
  ["12345", undefined, "no entry says which group user 12345 has: write 12345:GROUP"],
  ["4294967295", "0", "there is no user 4294967295 on this machine"],
])("%s:%s is refused in words", async (user, group, reason) => {
  expect(await find(user, group)).toEqual({ found: false, reason });
});

test("the environment says what a login would", async () => {
  const found = await find("otel");
  if (!found.found) throw new Error(found.reason);
  expect(accountVariables(found.account)).toEqual({ HOME: "/var/lib/otel", USER: "otel", LOGNAME: "otel" });
});
