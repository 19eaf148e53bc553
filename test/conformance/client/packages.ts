import { open, type Section } from "../rule.ts";

const part = "packages";

export const packageSections: readonly Section[] = [
  {
    heading: "PackageStatuses Message",
    rules: [
      open("C-057", "M", "each package is listed under its name", part),
      open("C-058", "t", "without a general error there is no general error message", part),
    ],
  },
  {
    heading: "PackageStatus Message",
    rules: [
      open("C-059", "M", "version and hash of what is installed; empty where nothing is", part),
      open("C-060", "M", "version and hash of the offer; empty for local packages", part),
      open("C-061", "MN", "no error message while installed, installing or downloading", part),
      open("C-062", "M", "the offered hash stands in each phase of an installation", part),
      open("C-063", "t", "details of the download stand only while it goes on", part),
    ],
  },
  {
    heading: "Downloading Packages",
    rules: [
      open("C-101", "S", "an equal hash of all packages ends the work", part),
      open("C-102", "S", "missing packages are fetched, equal ones skipped", part),
      open("C-103", "S", "packages that are no longer offered are removed", part),
      open("C-104", "S", "a file of other content is fetched, with the offered headers", part),
    ],
  },
  {
    heading: "Package Status Reporting",
    rules: [
      open("C-105", "MAY", "progress is reported", part),
      open("C-106", "S", "the end is reported of all, success or failure", part),
      open("C-107", "M", "each report has all packages that are held or on their way", part),
      open("C-108", "MAY", "local packages may be among them", part),
    ],
  },
  {
    heading: "Calculating Hashes, PackagesAvailable Message, DownloadableFile Message",
    rules: [
      open("C-109", "t", "hashes are opaque: kept and compared", part),
      open("C-110", "S", "the hash of all packages is echoed", part),
      open("C-111", "t", "content hash and signature are verified", part),
    ],
  },
];
