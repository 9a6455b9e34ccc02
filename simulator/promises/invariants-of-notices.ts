import type { RosterRow } from '../run/roster-rows.ts';
import type { Breach } from './finding.ts';
import type { Evidence } from './simulation-evidence.ts';

/**
 * Told: for each cause, people were told of at least as many instances as rest in it. They may have been told of more: of one
 * that is well again, or of one twice.
 */
export function checkTold({ application, roster, cloud }: Evidence): readonly Breach[] {
  if (!application.functions.some(({ purpose }) => purpose === 'notice')) return [];
  const told = new Map<string, number>();
  for (const { message } of cloud.sns.published) {
    const [, count, status, what] = headline.exec(message) ?? [];
    const cause = `${status} ${what}`;
    if (count !== undefined) told.set(cause, (told.get(cause) ?? 0) + Number(count));
  }
  const resting = new Map<string, number>();
  for (const cause of roster.flatMap(causeOf)) resting.set(cause, (resting.get(cause) ?? 0) + 1);
  return [...resting].flatMap(([cause, count]): Breach[] => {
    const known = told.get(cause) ?? 0;
    return known >= count
      ? []
      : [{ what: `${count} instances are ${cause}, and people were told of ${known}` }];
  });
}

/** The first line of a message about outcomes. */
const headline = /^(\d+) instances? (?:is|are|has|have) (failed|unmanaged): (.+)\.$/m;

function causeOf({ status, reason, agent }: RosterRow): string[] {
  if (status === 'unmanaged') return [`${status} ${reason}`];
  if (status !== 'failed') return [];
  return [`${status} ${reason}${agent === undefined ? '' : `, agent ${agent}`}`];
}
