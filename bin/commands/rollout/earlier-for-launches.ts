import { documentsOf } from '../../../lambdas/shared/domain/fleet/profile.ts';
import type { OnboardingSettings } from '../../../lambdas/shared/domain/onboarding-settings.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { readDeployedOnboarding } from '../../account/deployed-versions.ts';
import { type OperatorPolicy, refuse } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';
import type { Draft } from './draft.ts';
import type { Opened } from './opened.ts';

/** What a document takes, as `DescribeDocument` tells it. */
interface Parameter {
  readonly Name?: string | undefined;
  readonly DefaultValue?: string | undefined;
}

type Sent = Pick<OnboardingSettings, 'profiles' | 'agents'>;

/**
 * The same roll-out, with launches held at what most of its instances have. A version that does not take what the profiles
 * send now would fail on every launch, so it is refused before anything starts.
 * @throws UsageError when nobody has an earlier version, when it is gone or takes other parameters, or when a call fails.
 */
export async function holdLaunches(
  { settings, deployed, policy }: Pick<Opened, 'settings' | 'deployed' | 'policy'>,
  drafted: Draft,
): Promise<Draft> {
  const { members, plan } = drafted;
  if (members.length === 0) return drafted;
  const earlier = Object.entries(plan.previous);
  if (earlier.length === 0)
    throw new UsageError(
      '--launches earlier: nobody who is meant has an earlier version to hold launches at',
    );
  const onboarding = await readDeployedOnboarding(settings, deployed, policy);
  for (const [document, version] of earlier) {
    const taken = await readParameters(settings, { document, version, policy });
    const wrong = findMismatch(document, taken, onboarding);
    if (wrong !== undefined)
      throw new UsageError(
        `--launches earlier: version ${version} of ${document} ${wrong}, so no launch could run it; leave it out`,
      );
  }
  return { ...drafted, plan: { ...plan, launches: 'earlier' } };
}

/** Why a version of a document does not take what the profiles send; undefined when it does. */
export function findMismatch(
  document: string,
  taken: readonly Parameter[],
  { profiles, agents }: Sent,
): string | undefined {
  const known = taken.flatMap(({ Name }) => Name ?? []);
  const needed = taken.flatMap(({ Name, DefaultValue }) =>
    Name === undefined || DefaultValue !== undefined ? [] : [Name],
  );
  for (const profile of profiles) {
    if (!documentsOf(profile, agents).includes(document)) continue;
    const choices = Object.values(profile.agents === undefined ? (profile.documents ?? {}) : {});
    const own = choices.filter((choice) => choice.document === document);
    // The document of an agent is sent without parameters.
    const names = own.length === 0 ? [[]] : own.map(({ parameters }) => Object.keys(parameters));
    for (const sent of names) {
      const unknown = sent.find((name) => !known.includes(name));
      if (unknown !== undefined) return `has no parameter ${unknown}, which profile ${profile.name} sends`;
      const missing = needed.find((name) => !sent.includes(name));
      if (missing !== undefined) return `needs ${missing}, which profile ${profile.name} does not send`;
    }
  }
  return undefined;
}

async function readParameters(
  settings: ClientSettings,
  { document, version, policy }: { document: string; version: string; policy: OperatorPolicy },
): Promise<readonly Parameter[]> {
  const { DescribeDocumentCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  try {
    const query = { Name: document, DocumentVersion: version };
    const { Document } = await new SSMClient(settings).send(new DescribeDocumentCommand(query));
    return Document?.Parameters ?? [];
  } catch (error) {
    const isGone = error instanceof Error && /^InvalidDocument(Version)?$/.test(error.name);
    if (!isGone) refuse('ssm:DescribeDocument', error, policy, settings);
    throw new UsageError(`--launches earlier: there is no version ${version} of ${document} any more`);
  }
}
