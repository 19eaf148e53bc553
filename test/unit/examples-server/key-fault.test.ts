import { expect, test } from "bun:test";

import { keyFault } from "../../../examples/server/certificates/key-fault.ts";
import type { CertificateState, StoredCertificate } from "../../../examples/server/store/certificate-store.ts";

function issued(uid: string, state: CertificateState): StoredCertificate {
  return {
    serial: "01",
    uid,
    cert: "",
    keyPrint: "",
    origin: "request",
    state,
    issuedAt: 0,
    endsAt: 1,
    decidedAt: null,
  };
}

test("an agent may ask for another certificate of its own key", () => {
  expect(keyFault([], "a")).toBeUndefined();
  expect(keyFault([issued("a", "valid"), issued("a", "replaced"), issued("a", "unused")], "a")).toBeUndefined();
});

test("a key whose certificate was revoked is refused, also where there is a later one", () => {
  expect(keyFault([issued("a", "valid"), issued("a", "revoked")], "a")).toContain("was revoked");
});

test("the key of another agent is refused", () => {
  expect(keyFault([issued("b", "replaced")], "a")).toContain("another agent");
});
