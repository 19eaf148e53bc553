import { provedElsewhere, type Section } from "../rule.ts";

const collectorTests = "test/e2e/packages.test.ts";
const planTests = "test/unit/packages/plan.test.ts";
const statusTests = "test/unit/supervisor/packages/package-status.test.ts";
const upgradeTests = "test/unit/supervisor/packages/upgrade.test.ts";

export const packageSections: readonly Section[] = [
  {
    heading: "PackageStatuses Message",
    rules: [
      provedElsewhere(
        "C-057",
        "M",
        "each package is listed under its name",
        statusTests,
        "C-057 stands under the name of each, which is told once more within",
      ),
      provedElsewhere(
        "C-058",
        "t",
        "without a general error there is no general error message",
        statusTests,
        "C-058 has no error of the whole",
      ),
    ],
  },
  {
    heading: "PackageStatus Message",
    rules: [
      provedElsewhere(
        "C-059",
        "M",
        "version and hash of what is installed; empty where nothing is",
        statusTests,
        "C-059 names version and hash of what is held, also while another one is on its way or has failed",
      ),
      provedElsewhere(
        "C-060",
        "M",
        "version and hash of the offer; empty for local packages",
        statusTests,
        "C-060, C-062 names version and hash of the offer in each phase, and none of what is not offered",
      ),
      provedElsewhere(
        "C-061",
        "MN",
        "no error message while installed, installing or downloading",
        statusTests,
        "C-061 has an error with a failure alone",
      ),
      provedElsewhere(
        "C-062",
        "M",
        "the offered hash stands in each phase of an installation",
        statusTests,
        "C-060, C-062 names version and hash of the offer in each phase, and none of what is not offered",
      ),
      provedElsewhere(
        "C-063",
        "t",
        "details of the download stand only while it goes on",
        statusTests,
        "C-063 has details of the download while that goes on",
      ),
    ],
  },
  {
    heading: "Downloading Packages",
    rules: [
      provedElsewhere(
        "C-101",
        "S",
        "an equal hash of all packages ends the work",
        upgradeTests,
        "is known when it comes again, and starts nothing",
      ),
      provedElsewhere(
        "C-102",
        "S",
        "missing packages are fetched, equal ones skipped",
        planTests,
        "that runs already is left, by its hash alone",
      ),
      provedElsewhere(
        "C-103",
        "S",
        "packages that are no longer offered are removed",
        upgradeTests,
        "that is withdrawn on its way leaves nothing behind",
      ),
      provedElsewhere(
        "C-104",
        "S",
        "a file of other content is fetched, with the offered headers",
        planTests,
        "that is not here is fetched, with the headers that were offered",
      ),
    ],
  },
  {
    heading: "Package Status Reporting",
    rules: [
      provedElsewhere(
        "C-105",
        "MAY",
        "progress is reported",
        upgradeTests,
        "is fetched, looked at, switched to and proved, and the server hears of each step",
      ),
      provedElsewhere(
        "C-106",
        "S",
        "the end is reported of all, success or failure",
        upgradeTests,
        "is not fetched anew where another package comes beside it",
      ),
      provedElsewhere(
        "C-107",
        "M",
        "each report has all packages that are held or on their way",
        statusTests,
        "C-107, C-108 lists what is held though nothing is said of it, beside all that is on its way",
      ),
      provedElsewhere(
        "C-108",
        "MAY",
        "local packages may be among them",
        statusTests,
        "C-107, C-108 lists what is held though nothing is said of it, beside all that is on its way",
      ),
    ],
  },
  {
    heading: "Calculating Hashes, PackagesAvailable Message, DownloadableFile Message",
    rules: [
      provedElsewhere(
        "C-109",
        "t",
        "hashes are opaque: kept and compared",
        planTests,
        "that runs already is left, by its hash alone",
      ),
      provedElsewhere(
        "C-110",
        "S",
        "the hash of all packages is echoed",
        statusTests,
        "C-110 echoes the hash of all packages byte for byte",
      ),
      provedElsewhere(
        "C-111",
        "t",
        "content hash and signature are verified",
        collectorTests,
        "whose file is another one than was hashed is refused",
      ),
    ],
  },
];
