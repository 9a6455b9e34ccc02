import { isObject } from '../is-object.ts';
import type { OnboardingSettings } from '../onboarding-settings.ts';
import { isOver, type RolloutPlan, type RolloutProgress } from './rollout-state.ts';

/**
 * What launches get while a roll-out is under way that holds the new version back from them. It names its roll-out, so
 * that nobody must trust it after that is over.
 */
export interface LaunchVersions {
  readonly rolloutId: string;
  /** By document: the version that a launch gets. Of other documents it gets what was deployed last. */
  readonly versions: Readonly<Record<string, string>>;
}

/** What launches are to get by a roll-out in this state; undefined for what was deployed last. */
export function launchVersionsOf(
  { rolloutId, launches, previous }: RolloutPlan,
  progress: Pick<RolloutProgress, 'status'>,
): LaunchVersions | undefined {
  return launches === 'earlier' && !isOver(progress) ? { rolloutId, versions: previous } : undefined;
}

/** The settings by which everybody is decided whom no roll-out has in hand. */
export function settingsForLaunches(
  settings: OnboardingSettings,
  held: LaunchVersions | undefined,
): OnboardingSettings {
  if (held === undefined) return settings;
  return { ...settings, documentVersions: { ...settings.documentVersions, ...held.versions } };
}

/** True for what this version of Muster wrote. */
export function isLaunchVersions(value: unknown): value is LaunchVersions {
  if (!isObject(value)) return false;
  const { rolloutId, versions } = value;
  const areTexts = isObject(versions) && Object.values(versions).every((one) => typeof one === 'string');
  return typeof rolloutId === 'string' && areTexts;
}
