import { expect, test } from "bun:test";
import { createPrivateKey } from "node:crypto";

import type { ServerTlsConfig } from "../../../src/config/types.ts";
import { checkMaterial, type PemTexts } from "../../../src/connection/check-material.ts";
import { day, TestAuthority } from "../../support/certificates.ts";
import { supervisorConfig } from "../../support/supervisor-config.ts";

const authority = new TestAuthority("our authority");
const ca = authority.cert;
const { cert, key } = authority.client("agent", [-day, 3 * day]);
const other = authority.client("other");
const privateKey = createPrivateKey(key);
const encrypted = privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "hunter22" });
const oldEncrypted = privateKey.export({ type: "sec1", format: "pem", cipher: "aes-256-cbc", passphrase: "hunter22" });
const garbled = cert.replace(/\n.{20}/, `\n${"A".repeat(20)}`);

const { tls: nothing } = supervisorConfig().server;
const files: ServerTlsConfig = {
  ...nothing,
  ca: { file: "/ca.pem" },
  cert: { file: "/c.pem" },
  key: { file: "/k.pem" },
};

const faults = (texts: PemTexts) =>
  checkMaterial(files, texts).faults.map(({ key: name, message }) => `${name}: ${message}`);

test("good material tells its subjects and times", () => {
  const checked = checkMaterial(files, { ca: `${other.cert}\ntext\n${ca}`, cert: `${cert}\n${ca}`, key });
  expect(checked.faults).toEqual([]);
  expect(checked.authorities.map(({ subject }) => subject)).toEqual(["CN=other", "CN=our authority"]);
  expect(checked.chain.map(({ subject }) => subject)).toEqual(["CN=agent", "CN=our authority"]);
  const [leaf] = checked.chain;
  expect(Math.abs((leaf?.validTo ?? 0) - Date.now() - 3 * day)).toBeLessThan(60_000);
  expect(Math.abs((leaf?.validFrom ?? 0) - Date.now() + day)).toBeLessThan(60_000);
});

test("an EC key in its older form is a key", () => {
  expect(faults({ cert, key: privateKey.export({ type: "sec1", format: "pem" }) })).toEqual([]);
});

test.each<[what: string, texts: PemTexts, faults: string[]]>([
  ["an empty CA", { ca: " \n" }, ["ca_file: /ca.pem: there is no PEM block CERTIFICATE: it is empty"]],
  ["a CA that is none", { ca: "nonsense" }, ["ca_file: /ca.pem: there is no PEM block CERTIFICATE"]],
  ["a key as a CA", { ca: key }, ["ca_file: /ca.pem: there is no PEM block CERTIFICATE, but PRIVATE KEY"]],
  ["a CA that is cut off", { ca: ca.slice(0, -40) }, ["ca_file: /ca.pem: the text is cut off within a certificate"]],
  ["a broken CA behind another", { ca: ca + garbled }, ["ca_file: /ca.pem: certificate 2 of 2 cannot be decoded"]],
  [
    "exchanged files",
    { cert: key, key: cert },
    [
      "cert_file: /c.pem: there is no PEM block CERTIFICATE, but PRIVATE KEY",
      "key_file: /k.pem: there is no PEM block PRIVATE KEY, but CERTIFICATE",
    ],
  ],
  [
    "the key of another certificate",
    { cert, key: other.key },
    ["key_file: /k.pem: the key does not belong to the certificate, which must be the first one of its text"],
  ],
  [
    "a chain in the wrong order",
    { cert: ca + cert, key },
    ["key_file: /k.pem: the key does not belong to the certificate, which must be the first one of its text"],
  ],
  ["a key that is cut off", { cert, key: key.slice(0, -40) }, ["key_file: /k.pem: the text is cut off within the key"]],
  [
    "a key that is garbled",
    { cert, key: key.replace(/\n.{20}/, `\n${"A".repeat(20)}`) },
    ["key_file: /k.pem: the key cannot be decoded"],
  ],
  [
    "an encrypted key",
    { cert, key: encrypted },
    [
      "key_file: /k.pem: the key is encrypted, and there is nobody to ask for its passphrase; a key without one is needed",
    ],
  ],
  [
    "a key encrypted in the older way",
    { cert, key: oldEncrypted },
    [
      "key_file: /k.pem: the key is encrypted, and there is nobody to ask for its passphrase; a key without one is needed",
    ],
  ],
])("%s is named", (_what, texts, expected) => {
  expect(faults(texts)).toEqual(expected);
});

test("text that stands in the configuration is named by its key alone", () => {
  const texts = { ca: "secret nonsense", cert, key: other.key };
  const tls: ServerTlsConfig = { ...nothing, ca: { pem: texts.ca }, cert: { file: "/c.pem" }, key: { pem: texts.key } };
  expect(checkMaterial(tls, texts).faults).toEqual([
    { key: "ca_pem", message: "there is no PEM block CERTIFICATE" },
    { key: "key_pem", message: "the key does not belong to the certificate, which must be the first one of its text" },
  ]);
});
