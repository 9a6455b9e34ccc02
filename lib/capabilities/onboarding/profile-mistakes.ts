import type { Outline } from '../../configuration/config-outline.ts';
import { findRepeated, showValue } from '../../configuration/mistakes.ts';
import type { ParsedProfile } from './onboarding-schema.ts';
import { defaultProfiles, profilesIn } from './profile-outline.ts';

/** Profiles of the same name, and profiles after the one that matches every instance. */
export function findProfileMistakes({ common, overrides }: Outline): string[] {
  return [
    ...findMisplaced('profiles', profilesIn(common) ?? defaultProfiles()),
    ...overrides.flatMap((part) => findMisplaced(`${part.path}profiles`, profilesIn(part) ?? [])),
  ];
}

function findMisplaced(field: string, profiles: readonly (ParsedProfile | undefined)[]): string[] {
  const names = profiles.map((profile) => profile?.name);
  const catchAll = profiles.findIndex((profile) => profile && Object.keys(profile.tags).length === 0);
  const unreachable = catchAll < 0 ? [] : names.slice(catchAll + 1);
  return [
    ...findRepeated(names, (index) => `${field}[${index}].name`),
    ...unreachable.flatMap((name, index) => {
      const place = `${field}[${catchAll + 1 + index}]`;
      const reason = `received ${showValue(name)} after ${showValue(names[catchAll])}, which matches every instance`;
      return name === undefined ? [] : [`${place}: ${reason}; allowed: a place before it`];
    }),
  ];
}
