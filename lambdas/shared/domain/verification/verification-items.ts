import type { OrderItem } from '../commands/order.ts';
import type { OnboardingSettings } from '../onboarding-settings.ts';
import type { RosterEntry } from '../roster/roster-entry.ts';
import type { VerificationSettings } from './verification-settings.ts';

/**
 * What verifies one instance: each document that it has and that can verify, in the version that it has, and with the
 * parameters that its profile sends now. A profile that sends another operation than `Install` wants something else than a
 * healthy agent, so there is nothing to verify.
 */
export function verificationItems(
  entry: RosterEntry,
  { every, documents }: VerificationSettings,
  { profiles, documentVersions }: Pick<OnboardingSettings, 'profiles' | 'documentVersions'>,
): readonly OrderItem[] {
  const { instanceId, profile: profileName } = entry;
  if (entry.status !== 'onboarded' || every === 'never') return [];
  const profile = profiles.find(({ name }) => name === profileName);
  const own = entry.agents ?? [{ ...entry, leaving: undefined }];
  return own.flatMap(({ document, documentVersion: had, status, leaving }): OrderItem[] => {
    if (document === undefined || status !== 'onboarded' || leaving === true) return [];
    const documentVersion = had ?? documentVersions[document];
    if (documentVersion === undefined || !documents.includes(document)) return [];
    const chosen = Object.values(profile?.documents ?? {}).find((choice) => choice.document === document);
    const operation = chosen?.parameters['Operation'];
    if (operation !== undefined && operation.join() !== 'Install') return [];
    const parameters = { ...chosen?.parameters, Operation: ['Verify'] };
    return [{ instanceId, document, documentVersion, parameters }];
  });
}
