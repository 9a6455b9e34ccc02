import type { Settings } from '../../../lib/configuration/settings.ts';
import { physicalGroupName } from '../../../lib/configuration/targets.ts';
import { UsageError } from '../../failure.ts';
import type { TagCondition } from './read-targets.ts';

/**
 * The nodes of a resource group of the configuration, as conditions on tags: what the query of the group says. A group
 * has its name there, or the one that it has in AWS (`Muster-web`).
 * @throws UsageError for a group that the configuration does not have, or that is of a stack.
 */
export function readGroup(
  { groups, names }: Pick<Settings, 'groups' | 'names'>,
  name: string,
): readonly TagCondition[] {
  const known = Object.entries(groups ?? {});
  const found = known.find(([own]) => own === name || physicalGroupName(names.prefix, own) === name);
  if (found === undefined) {
    const allowed = known.map(([own]) => own).join(', ') || 'none: it has no groups';
    throw new UsageError(`--group ${name}: allowed is one of muster.config.ts: ${allowed}`);
  }
  const [, { tags }] = found;
  if (tags === undefined)
    throw new UsageError(`--group ${name}: it is of a stack, and no tag tells its members: name their ids`);
  return Object.entries(tags).map(([tagKey, values]) => ({ tagKey, values }));
}
