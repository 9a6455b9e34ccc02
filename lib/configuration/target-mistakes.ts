import { listAssociations } from '../capabilities/associations/list-associations.ts';
import { listInventory } from '../capabilities/inventory/list-inventory.ts';
import type { ConfigCheck, Settings } from './config.ts';
import type { Targets } from './targets.ts';

/** Everything in the settings that has targets, with the field that gives them. A section with targets adds its own. */
function listTargets(settings: Settings): [field: string, targets: Targets][] {
  const associations = [...listAssociations(settings), ...listInventory(settings)];
  const windows = Object.entries(settings.patching?.windows ?? {});
  return [
    ...associations.map(({ field, targets }): [string, Targets] => [`${field}.targets`, targets]),
    ...windows.map(([name, { targets }]): [string, Targets] => [`patching.windows.${name}.targets`, targets]),
  ];
}

/** True when a section of the settings has a group as a target: then the group must be there first. */
export function namesGroup(settings: Settings, section: string): boolean {
  return listTargets(settings).some(
    ([field, { group }]) => group !== undefined && field.startsWith(`${section}.`),
  );
}

/** Targets that name a group which the same environment does not declare. */
export const findTargetMistakes: ConfigCheck = (_outline, settings) => [
  ...new Set(settings.flatMap(findUnknownGroups)),
];

function findUnknownGroups(settings: Settings): string[] {
  const declared = Object.keys(settings.groups ?? {});
  const allowed = declared.length === 0 ? 'no group, since groups declares none' : declared.join(', ');
  return listTargets(settings).flatMap(([field, { group }]) =>
    group === undefined || declared.includes(group)
      ? []
      : [`${field}.group: received "${group}"; allowed: ${allowed}`],
  );
}
