import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { TestAuthority } from "../support/certificates.ts";
import { executable, otelcol } from "../support/e2e.ts";
import { projectRoot } from "../support/project.ts";
import { scratchDirectory } from "../support/scratch.ts";

const example = readFileSync(join(projectRoot, "packaging/config.example.yaml"), "utf8");
const directory = scratchDirectory();

async function validate(text: string): Promise<{ code: number; said: string }> {
  const file = join(directory, "config.yaml");
  writeFileSync(file, text);
  const child = Bun.spawn([executable, "validate", `--config=${file}`], { stdout: "pipe", stderr: "pipe" });
  const [code, out, err] = await Promise.all([child.exited, child.stdout.text(), child.stderr.text()]);
  return { code, said: out + err };
}

const filledIn = example
  .replace("wss://opamp.example.com:4320/v1/opamp", "wss://127.0.0.1:4320/v1/opamp")
  .replace("/usr/bin/otelcol-contrib", otelcol);

test("the example of the packages is valid once server and executable are filled in", async () => {
  const { code, said } = await validate(filledIn);
  expect(code, said).toBe(0);
  expect(said).not.toMatch(/warning/i);
});

test("what is commented out in it is valid too, where its files are there", async () => {
  writeFileSync(join(directory, "token"), "a-secret-token");
  writeFileSync(join(directory, "ca.pem"), new TestAuthority().cert);
  writeFileSync(join(directory, "collector.yaml"), "");
  const uncommented = filledIn.replaceAll(
    /^( *)# (?=( *)(headers|tls|config_files|Authorization|ca_file|-)\b)/gm,
    "$1",
  );
  expect(uncommented).toMatch(/^ {2}headers:$[^#]*^ {2}tls:$/m);
  expect(uncommented).toMatch(/^ {2}config_files:$/m);
  const { code, said } = await validate(uncommented.replaceAll("/etc/opampsupervisor/", `${directory}/`));
  expect(code, said).toBe(0);
  expect(said).not.toContain("a-secret-token");
});
