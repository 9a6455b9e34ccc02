import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import type { Capability, Need } from '../capability.ts';
import { groupsCapability } from './groups-capability.ts';

/** Finds targets that name a group which the same environment does not declare. */
export function findUnknownGroups(capabilities: readonly Capability[]): ConfigCheck {
  const findIn = (settings: Settings) => {
    const declared = Object.keys(settings.groups ?? {});
    const allowed = declared.length === 0 ? 'no group, since groups declares none' : declared.join(', ');
    return capabilities
      .flatMap(({ listTargets }) => listTargets?.(settings) ?? [])
      .flatMap(({ field, targets: { group } }) =>
        group === undefined || declared.includes(group)
          ? []
          : [`${field}.group: received "${group}"; allowed: ${allowed}`],
      );
  };
  return (_outline, settings) => settings.flatMap(findIn);
}

/**
 * What a capability needs because of its targets. If one of them is a group, the groups must be deployed
 * first.
 */
export function needsOfTargets({ listTargets }: Capability, settings: Settings): Need[] {
  const targets = listTargets?.(settings) ?? [];
  const namesGroup = targets.some(({ targets: { group } }) => group !== undefined);
  return namesGroup ? [{ capability: groupsCapability, reason: 'groups are targets' }] : [];
}
