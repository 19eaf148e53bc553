import { answerSections } from "./client/answers.ts";
import { configurationSections } from "./client/configuration.ts";
import { connectionSections } from "./client/connection.ts";
import { customSections } from "./client/custom-and-components.ts";
import { fieldSections } from "./client/fields.ts";
import { httpSections } from "./client/http.ts";
import { packageSections } from "./client/packages.ts";
import { reportingSections } from "./client/reporting.ts";
import { settingsSections } from "./client/settings.ts";
import { throttlingSections } from "./client/throttling.ts";
import { transportSections } from "./client/transport.ts";
import { trapSections } from "./client/traps.ts";
import type { Rule, Section } from "./rule.ts";
import { serverManagementSections } from "./server/management.ts";
import { serverMessageSections } from "./server/messages.ts";
import { serverTransportSections } from "./server/transport.ts";

/** All rules for agents, in the order of the specification. */
export const agentSections: readonly Section[] = [
  ...transportSections,
  ...httpSections,
  ...fieldSections,
  ...answerSections,
  ...reportingSections,
  ...settingsSections,
  ...configurationSections,
  ...packageSections,
  ...customSections,
  ...connectionSections,
  ...throttlingSections,
];

/** All rules for servers, in the order of the specification. */
export const serverSections: readonly Section[] = [
  ...serverTransportSections,
  ...serverMessageSections,
  ...serverManagementSections,
];

/** What the specification leaves open. */
export { trapSections };

/** Everything there is. */
export const allSections: readonly Section[] = [...agentSections, ...serverSections, ...trapSections];

/** The rules in the order of their numbers. */
export function rulesOf(sections: readonly Section[]): Rule[] {
  return sections.flatMap(({ rules }) => rules).sort((left, right) => (left.id < right.id ? -1 : 1));
}
