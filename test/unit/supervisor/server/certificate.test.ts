import { describe, expect, test } from "bun:test";

import type { CertificateRequestConfig } from "../../../../src/config/types.ts";
import type { CertificateDoubt } from "../../../../src/connection/doubts-certificate.ts";
import type { PendingRequest } from "../../../../src/storage/pending-request.ts";
import { day, TestAuthority } from "../../../support/certificates.ts";
import { FakeClock } from "../../../support/fake-clock.ts";
import { MindDriver, ownUid } from "../../../support/mind-driver.ts";
import { settingsOffer } from "../../../support/settings-offers.ts";

const plain: CertificateRequestConfig = { keyType: "p256", dnsNames: [] };
const minute = 60_000;
const reason = "gone";

/** A supervisor that begins; `left`: the request that an earlier one has left. */
function begins({
  config = plain,
  left,
}: { config?: CertificateRequestConfig | undefined; left?: PendingRequest } = {}) {
  const remains = left && { certificateRequest: left };
  return new MindDriver({ config: { server: { certificateRequest: config } }, ...(remains && { remains }) }).starts();
}

/** The server speaks on a new connection. */
function reaches(driver: MindDriver): MindDriver {
  const { connectionUse: use } = driver.state;
  return driver.post({ is: "ServerReached", use }).post({ is: "ServerAnswered", use });
}

function misses(driver: MindDriver, doubt?: CertificateDoubt): MindDriver {
  const use = driver.state.connectionUse;
  return driver.post({ is: "ServerMissed", use, reason, ...(doubt && { doubt }) });
}

/** The request that is to be made, as its effect. */
function toMake(driver: MindDriver) {
  const effect = driver.effectsThat("MakeCertificateRequest").at(-1);
  if (effect === undefined) throw new Error("none is to be made");
  return effect;
}

/** Key and request are made and stored. */
function makes(driver: MindDriver, name = "1"): PendingRequest {
  const { ticket, form } = toMake(driver);
  const request = { key: `key ${name}`, csr: `csr ${name}`, form, madeAt: driver.clock.now() };
  driver.post({ is: "CertificateRequestMade", ticket, making: { made: true, request } });
  return request;
}

const asked = (driver: MindDriver) => driver.effectsThat("AskForCertificate").map(({ csr }) => csr);
const refuses = (driver: MindDriver) => driver.post({ is: "ServerRefused", reason: "no" });

describe("an agent without a client certificate", () => {
  test("makes its request while it connects, and asks once it is connected and the request is on disk", () => {
    const driver = begins();
    expect(toMake(driver).wish.subject).toEqual([["CN", "018feed6-905b-7aa6-ba37-b0eec565de03"]]);
    reaches(driver);
    expect(asked(driver)).toEqual([]);
    makes(driver);
    expect(asked(driver)).toEqual(["csr 1"]);
    expect(driver.effectsThat("MakeCertificateRequest")).toHaveLength(1);
  });

  test("asks again on each connection, with the same key, since a server may forget", () => {
    const driver = begins();
    makes(driver);
    reaches(driver).passes(minute);
    reaches(misses(driver));
    expect(asked(driver)).toEqual(["csr 1", "csr 1"]);
    expect(driver.effectsThat("MakeCertificateRequest")).toHaveLength(1);
  });

  test("that is not told to ask asks for nothing", () => {
    const driver = reaches(new MindDriver().starts());
    expect(driver.effectsThat("MakeCertificateRequest")).toEqual([]);
    expect(driver.waitsFor).not.toContain("certificate");
  });

  test("goes on with the key that a killed supervisor has left", () => {
    const first = begins();
    const left = makes(first);
    first.halt();
    const driver = reaches(begins({ left }));
    expect(asked(driver)).toEqual(["csr 1"]);
    expect(driver.effectsThat("MakeCertificateRequest")).toEqual([]);
  });

  test("makes another request where the one that was left asks for something else by now", () => {
    const left = makes(begins());
    const driver = reaches(begins({ config: { ...plain, keyType: "ed25519" }, left }));
    expect(asked(driver)).toEqual([]);
    expect(toMake(driver).wish.keyType).toBe("ed25519");
    makes(driver, "2");
    expect(asked(driver)).toEqual(["csr 2"]);
  });
});

describe("a request that is refused", () => {
  test("is made again later, ever more slowly, with the same key", () => {
    const driver = reaches(begins());
    makes(driver);
    for (const wait of [1, 2, 4, 8, 16, 32, 60, 60]) {
      refuses(driver).passes(wait * minute - 1);
      const before = asked(driver).length;
      driver.passes(1);
      expect(asked(driver)).toHaveLength(before + 1);
    }
    expect(new Set(asked(driver))).toEqual(new Set(["csr 1"]));
  });

  test("is not made at once by another connection, but at once by the operator's retry", () => {
    const driver = reaches(begins());
    makes(driver);
    refuses(driver);
    reaches(misses(driver));
    expect(asked(driver)).toHaveLength(1);
    driver.post({ is: "RetryRequested" });
    expect(asked(driver)).toHaveLength(2);
  });

  test("is none where the server refuses something before it is asked", () => {
    const driver = reaches(begins());
    refuses(driver);
    makes(driver);
    expect(asked(driver)).toHaveLength(1);
    expect(driver.state.certificate.requesting.is).toBe("pending");
  });

  test("and one that cannot be made or stored is tried again, with a key that is made then", () => {
    const driver = reaches(begins());
    const { ticket } = toMake(driver);
    driver.post({ is: "CertificateRequestMade", ticket, making: { made: false, reason: "EROFS" } });
    expect(asked(driver)).toEqual([]);
    driver.passes(minute);
    expect(toMake(driver).ticket).not.toBe(ticket);
    makes(driver, "2");
    expect(asked(driver)).toEqual(["csr 2"]);
  });
});

describe("another instance uid", () => {
  const otherUid = ownUid.with(15, 9);

  test("C-075 leads to another request where it is the name in it, whatever came of the old one", () => {
    const driver = reaches(begins());
    makes(driver);
    driver.assignsUid(otherUid);
    makes(driver, "2");
    expect(asked(driver)).toEqual(["csr 1", "csr 2"]);
    const waiting = reaches(begins());
    makes(waiting);
    refuses(waiting).assignsUid(otherUid);
    makes(waiting, "2");
    expect(asked(waiting)).toEqual(["csr 1", "csr 2"]);
  });

  test("that comes while the request is being made leaves the old one unasked", () => {
    const driver = reaches(begins());
    const { ticket, form } = toMake(driver);
    driver.assignsUid(otherUid);
    const request = { key: "key", csr: "csr of the old one", form, madeAt: 0 };
    driver.post({ is: "CertificateRequestMade", ticket, making: { made: true, request } });
    makes(driver, "2");
    expect(asked(driver)).toEqual(["csr 2"]);
  });

  test("changes nothing where the operator has given another name", () => {
    const driver = reaches(begins({ config: { ...plain, commonName: "edge" } }));
    makes(driver);
    driver.assignsUid(otherUid);
    expect(driver.effectsThat("MakeCertificateRequest")).toHaveLength(1);
  });
});

test("nothing is asked any more once the supervisor stops", () => {
  const driver = reaches(begins()).isToldToStop();
  const { ticket, form } = toMake(driver);
  const request = { key: "key", csr: "csr", form, madeAt: 0 };
  driver.post({ is: "CertificateRequestMade", ticket, making: { made: true, request } });
  expect(asked(driver)).toEqual([]);
  expect(driver.waitsFor).toEqual([]);
});

describe("with a certificate in force", () => {
  const authority = new TestAuthority();
  const utf8 = new TextEncoder();

  /** From the clock of the machine to that of the driver. */
  const start = new FakeClock().now() - Date.now();

  /** What the server issues for a request, with the key that it belongs to; times count from the driver's start. */
  function issued(key: string, life: readonly [number, number] = [0, 30 * day], name = "agent") {
    const { cert } = authority.client(name, [start + life[0], start + life[1]]);
    return {
      destinationEndpoint: "wss://s/v1/opamp",
      certificate: { cert: utf8.encode(cert), privateKey: utf8.encode(key) },
    };
  }

  /** The server offers settings, and they are reached. */
  function offers(driver: MindDriver, settings: ReturnType<typeof issued>, name = "1"): MindDriver {
    const opamp = { is: "asked" as const, settings, notes: [] };
    driver.post({ is: "ConnectionSettingsOffered", offered: settingsOffer(name, { opamp }) });
    const { ticket = 0 } = driver.effectsThat("ProbeServer").at(-1) ?? {};
    return driver.post({ is: "ServerProbed", ticket, outcome: { reached: true } });
  }

  /** From the start to a certificate in force. */
  function certified(life?: readonly [number, number], config?: CertificateRequestConfig): MindDriver {
    const driver = reaches(begins({ ...(config && { config }) }));
    const { key } = makes(driver);
    return reaches(offers(driver, issued(key, life)));
  }

  const forgotten = (driver: MindDriver) => driver.effectsThat("SaveCertificateRequest").length;
  const made = (driver: MindDriver) => driver.effectsThat("MakeCertificateRequest").length;
  const endpoint = (driver: MindDriver) => driver.effectsThat("UseConnection").at(-1)?.settings?.destinationEndpoint;

  test("C-073 that answers the request, the request is forgotten, and nothing more is asked", () => {
    const driver = certified();
    expect(forgotten(driver)).toBe(1);
    expect(driver.state.certificate).toMatchObject({ requesting: { is: "idle" }, held: { subject: "CN=agent" } });
    expect(asked(driver)).toEqual(["csr 1"]);
    reaches(misses(driver));
    expect(asked(driver)).toEqual(["csr 1"]);
  });

  test("nothing is asked while the certificate is on trial, and another time, but not at once, when it fails", () => {
    const driver = reaches(begins());
    const { key } = makes(driver);
    offers(driver, issued(key));
    expect(asked(driver)).toEqual(["csr 1"]);
    driver.passes(driver.state.settings.verifyTimeoutMs);
    reaches(driver);
    expect(driver.state.connection.is).toBe("steady");
    expect(asked(driver)).toEqual(["csr 1"]);
    driver.passes(minute);
    expect(asked(driver)).toEqual(["csr 1", "csr 1"]);
  });

  test("the next one is asked for at two thirds of its life, while it stays in use", () => {
    const driver = certified([0, 30 * day]);
    driver.passes(20 * day - minute);
    expect(made(driver)).toBe(1);
    driver.passes(2 * minute);
    expect(made(driver)).toBe(2);
    const { key } = makes(driver, "2");
    expect(asked(driver)).toEqual(["csr 1", "csr 2"]);
    expect(driver.effectsThat("UseConnection")).toHaveLength(1);
    reaches(offers(driver, issued(key, [20 * day, 50 * day]), "2"));
    expect(forgotten(driver)).toBe(2);
    expect(driver.state.certificate.requesting.is).toBe("idle");
    driver.passes(19 * day);
    expect(made(driver)).toBe(2);
  });

  test("a fleet does not ask all at once", () => {
    const driver = reaches(begins());
    driver.unit = 0.5;
    const { key } = makes(driver);
    reaches(offers(driver, issued(key)));
    driver.passes(20.9 * day);
    expect(made(driver)).toBe(1);
    driver.passes(0.2 * day);
    expect(made(driver)).toBe(2);
  });

  test("C-075 another uid leads to another request over the connection that the present one has", () => {
    const driver = certified();
    driver.assignsUid(ownUid.with(15, 9));
    makes(driver, "2");
    expect(asked(driver)).toEqual(["csr 1", "csr 2"]);
    expect(endpoint(driver)).toBe("wss://s/v1/opamp");
  });

  test("that came with its key is renewed by nobody where nothing is to be asked", () => {
    const driver = reaches(new MindDriver().starts());
    reaches(offers(driver, issued("key of the server")));
    driver.passes(29 * day);
    expect(made(driver)).toBe(0);
    expect(driver.state.certificate.held?.subject).toBe("CN=agent");
  });

  describe("that is over or revoked", () => {
    test("another one is asked for over the operator's own connection, once that answers", () => {
      const driver = certified();
      misses(misses(driver, "faint"), "faint");
      expect(endpoint(driver)).toBe("wss://s/v1/opamp");
      misses(driver, "faint");
      expect(endpoint(driver)).toBeUndefined();
      expect(made(driver)).toBe(1);
      reaches(driver);
      makes(driver, "2");
      expect(asked(driver)).toEqual(["csr 1", "csr 2"]);
      expect(driver.state.connectionInForce).toBeUndefined();
      expect(JSON.stringify(driver.told.connectionSettingsStatus)).toContain(
        "the client certificate is not accepted any more",
      );
    });

    test("after two clear words of the server there is nothing to wait for", () => {
      const driver = misses(certified(), "clear");
      expect(endpoint(driver)).toBe("wss://s/v1/opamp");
      expect(endpoint(misses(driver, "clear"))).toBeUndefined();
    });

    test("the same by the clock, where no connection can be made", () => {
      const driver = certified([0, day]);
      driver.passes(2 * day);
      misses(misses(misses(driver)));
      expect(endpoint(driver)).toBeUndefined();
      reaches(driver);
      expect(driver.effectsThat("Log").map(({ fields }) => fields?.["reason"])).toContain(
        "the client certificate is over",
      );
    });

    test("one that is over by a wrong clock alone stays in use while it leads to an answer", () => {
      const driver = certified([-60 * day, -30 * day]);
      for (let hour = 0; hour < 3; hour += 1) {
        misses(misses(driver));
        reaches(driver);
      }
      expect(endpoint(driver)).toBe("wss://s/v1/opamp");
      expect(made(driver)).toBe(1);
      driver.passes(20 * day + minute);
      expect(made(driver)).toBe(2);
    });

    test("a server that is only away is no reason, nor are doubts with answers between them", () => {
      const driver = certified();
      for (let times = 0; times < 10; times += 1) misses(driver);
      for (let times = 0; times < 10; times += 1) reaches(misses(misses(driver, "faint"), "faint"));
      expect(endpoint(driver)).toBe("wss://s/v1/opamp");
    });

    test("where the operator's own connection leads nowhere either, they take turns", () => {
      const driver = certified();
      misses(misses(misses(driver, "faint"), "faint"), "faint");
      expect(endpoint(driver)).toBeUndefined();
      misses(misses(misses(driver, "faint"), "faint"), "faint").passes(60 * minute);
      expect(endpoint(driver)).toBe("wss://s/v1/opamp");
      reaches(driver);
      expect(driver.state.certificate.held?.subject).toBe("CN=agent");
    });
  });
});
