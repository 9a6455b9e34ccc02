import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import type { InventoryTarget } from '../../configuration/targets.ts';
import type { Capability } from '../capability.ts';

/** Finds targets and groups that name a marker which the same environment does not declare. */
export function findUnknownMarkers(capabilities: readonly Capability[]): ConfigCheck {
  return (_outline, settings) => settings.flatMap((each) => findIn(each, capabilities));
}

function findIn(settings: Settings, capabilities: readonly Capability[]): string[] {
  const declared = Object.keys(settings.inventory?.markers ?? {});
  const allowed =
    declared.length === 0 ? 'no marker, since inventory.markers declares none' : declared.join(', ');
  const ofTargets = capabilities
    .flatMap(({ listTargets }) => listTargets?.(settings) ?? [])
    .map(({ field, targets }) => [field, targets.inventory] as const);
  const ofGroups = Object.entries(settings.groups ?? {}).map(
    ([name, { inventory }]) => [`groups.${name}`, inventory] as const,
  );
  return [...ofGroups, ...ofTargets].flatMap(([field, target]) =>
    namesIn(target).flatMap(([how, name]) =>
      declared.includes(name) ? [] : [`${field}.inventory.${how}: received "${name}"; allowed: ${allowed}`],
    ),
  );
}

function namesIn({ has, missing }: InventoryTarget = {}): (readonly [string, string])[] {
  return [
    ...(has === undefined ? [] : [['has', has] as const]),
    ...(missing === undefined ? [] : [['missing', missing] as const]),
  ];
}
