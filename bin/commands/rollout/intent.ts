import type { ClientSettings } from '../../account/connection.ts';
import { readDeployedVersions } from '../../account/deployed-versions.ts';
import type { Deployed } from '../../account/deployment.ts';
import type { OperatorPolicy } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';
import { chooseVersion } from './choose-version.ts';
import type { Intent } from './draft.ts';
import { narrowToGroup, readResourceGroup } from './resource-group.ts';
import { type RolloutFlags, readSelector } from './rollout-flags.ts';
import { findUninstallers } from './uninstall.ts';

/**
 * What a user means to roll out, and to whom: by default what was deployed last, to all that lack it.
 * @throws UsageError when a flag is wrong, or a call fails.
 */
export async function readIntent(
  settings: ClientSettings,
  deployed: Pick<Deployed, 'functionNames' | 'rosterTableName'>,
  ids: readonly string[],
  { flags, policy }: { readonly flags: RolloutFlags; readonly policy: OperatorPolicy },
): Promise<Pick<Intent, 'aim' | 'selector' | 'otherResources'>> {
  const selector = readSelector(ids, flags);
  const aim = await readAim(settings, deployed, { flags, policy });
  const { resourceGroup } = flags;
  if (resourceGroup === undefined) return { aim, selector };
  const group = await readResourceGroup(settings, resourceGroup, policy);
  return { aim, ...narrowToGroup(selector, group) };
}

async function readAim(
  settings: ClientSettings,
  deployed: Pick<Deployed, 'functionNames' | 'rosterTableName'>,
  { flags, policy }: { readonly flags: RolloutFlags; readonly policy: OperatorPolicy },
): Promise<Intent['aim']> {
  const { agent, document, documentVersion, notAdopted, launches, uninstall } = flags;
  if (documentVersion !== undefined && document === undefined)
    throw new UsageError('--document-version needs --document');
  if (notAdopted && (agent !== undefined || document !== undefined))
    throw new UsageError(
      '--not-adopted gives all that launches get: --agent and --document do not go with it',
    );
  if (notAdopted && launches === 'earlier')
    throw new UsageError('--not-adopted gives what launches get: --launches does not go with it');
  if (uninstall !== undefined) {
    if (agent !== undefined || document !== undefined || notAdopted || launches === 'earlier')
      throw new UsageError(
        '--uninstall takes one agent away: --agent, --document, --not-adopted and --launches do not go with it',
      );
    const versions = await findUninstallers(settings, deployed, { agent: uninstall, policy });
    return { versions, uninstall };
  }
  const newest = await readDeployedVersions(settings, deployed, policy);
  const versions =
    document === undefined
      ? newest
      : await chooseVersion(settings, newest, { document, documentVersion, policy });
  return { versions, ...(agent === undefined ? {} : { agent }) };
}
