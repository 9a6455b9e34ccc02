import { showValue } from '../../../configuration/mistakes.ts';
import type { ConfigCheck } from '../../../configuration/settings.ts';
import { familyOf, listDistributions, listKeys } from './linux-systems.ts';

/**
 * Entries of `treatAs` that help no node. The installer compares the ID of a node alone, and follows one entry: to a
 * distribution that it knows. It cannot give a distribution that it knows the tools of the other family.
 */
export const findTreatAsMistakes: ConfigCheck = (_outline, settings) =>
  settings.flatMap(({ treatAs }) => Object.entries(treatAs).flatMap(([id, target]) => findIn(id, target)));

function findIn(id: string, target: string): string[] {
  const family = familyOf(id);
  if (family === undefined && listKeys(id, {}).length > 0)
    return [
      `treatAs: received the key "${id}"; allowed: an ID of /etc/os-release, without a version, and no family`,
    ];
  const allowed = listDistributions(family).filter((each) => each !== id);
  if (allowed.includes(target)) return [];
  return [`treatAs.${id}: received ${showValue(target)}; allowed: ${allowed.join(', ')}`];
}
