/** Why the Go reference fails a rule: by what its library does, or because it leaves the matter to the library's owner. */
export interface ReferenceNote {
  whose: "library" | "owner";
  why: string;
}

const library = (why: string): ReferenceNote => ({ whose: "library", why });
const owner = (why: string): ReferenceNote => ({ whose: "owner", why });

const noLimits = library("v0.23.0 is older than the limits of the specification and has none in either direction");
const unavailable = library("Unavailable is told to OnError and changes nothing: it stays connected and goes on");
const noCapabilities = library("its client never looks at the server's capabilities");
const undecodable = library(
  "what cannot be decoded goes to its log: no answer over WebSocket, 400 without a message over HTTP",
);
const repeated = library("its server puts its custom capabilities into each answer over HTTP, empty ones too");
const noGoodbye = library("Stop of its HTTP client ends the polling and says nothing");
const lost = library(
  "an HTTP status other than 200, 429 and 503 ends the attempt, and what the request had is forgotten",
);

/** By rule: each that the reference fails, and no other. */
export const referenceNotes: Readonly<Record<string, ReferenceNote>> = {
  "C-005": library("a message that does not begin with 0 is taken for one without a header, as before 2023"),
  "C-006": noLimits,
  "C-007": noLimits,
  "C-008": noLimits,
  "C-009": noLimits,
  "C-018": noLimits,
  "C-019": noLimits,
  "C-021": noLimits,
  "C-025": library("flags go with the first message alone: the next one is begun without them"),
  "C-027": library(
    "descriptions, custom capabilities and effective configurations are sent without a look at the last ones",
  ),
  "C-028": library("SetHealth sends without a look at the last health"),
  "C-029": library("capabilities go out as they were given"),
  "C-034": noGoodbye,
  "C-035": library("both flags of the server are obeyed without a look at the agent's own bit"),
  "C-112": library("SetCustomCapabilities sends without a look at the last ones"),
  "C-121": library(
    "after an answer of 500 its HTTP client polls at its usual interval; it backs off where there is no answer",
  ),
  "C-124": noGoodbye,
  "C-129": lost,
  "C-130": unavailable,
  "C-131": unavailable,
  "C-138": noCapabilities,
  "S-003": undecodable,
  "S-004": noLimits,
  "S-005": noLimits,
  "S-006": noLimits,
  "S-010": noLimits,
  "S-011": noLimits,
  "S-013": repeated,
  "S-019": owner("what is sent goes out as it is; over HTTP the library adds its custom capabilities"),
  "S-021": owner("the uid is not looked at; OnMessage gets any"),
  "S-022": owner("numbers are not looked at; OnMessage may set the flag"),
  "S-050": repeated,
  "S-051": owner("OnMessage may set the flag"),
  "S-052": library(
    "Stop ends the listening and leaves WebSockets as they are; Disconnect closes without a Close frame",
  ),
  "S-054": owner("the library does not compare uids"),
  "S-056": undecodable,
  "T-04": unavailable,
  "T-06": library("each loss of a connection is followed by an attempt at once, whatever came over it"),
  "T-08": library("its client does not look at the uid of a message"),
  "T-09": library("a new uid is used from the next message on, whenever that comes, and nothing is told again"),
  "T-12": lost,
  "T-13": library("the full state has the whole map of components"),
};
