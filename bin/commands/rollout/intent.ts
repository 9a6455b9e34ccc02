import type { ClientSettings } from '../../account/connection.ts';
import { readDeployedVersions } from '../../account/deployed-versions.ts';
import type { Deployed } from '../../account/deployment.ts';
import type { OperatorPolicy } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';
import { chooseVersion, notSendable } from './choose-version.ts';
import type { Intent } from './draft.ts';
import { readErrand } from './read-errand.ts';
import { narrowToGroup, readResourceGroup } from './resource-group.ts';
import { type RolloutFlags, readSelector } from './rollout-flags.ts';
import { findUninstallers } from './uninstall.ts';

/**
 * What a user means to roll out, and to whom: by default what was deployed last, to all that lack it.
 * @throws UsageError when a flag is wrong, or a call fails.
 */
export async function readIntent(
  settings: ClientSettings,
  deployed: Pick<Deployed, 'facts' | 'functionNames' | 'rosterTableName'>,
  ids: readonly string[],
  { flags, policy }: { readonly flags: RolloutFlags; readonly policy: OperatorPolicy },
): Promise<Pick<Intent, 'aim' | 'selector' | 'otherResources'>> {
  const asked = readSelector(ids, flags);
  const { aim, platformTypes } = await readAim(settings, deployed, { flags, policy });
  const selector = { ...asked, ...(platformTypes === undefined ? {} : { platformTypes }) };
  const { resourceGroup } = flags;
  if (resourceGroup === undefined) return { aim, selector };
  const group = await readResourceGroup(settings, resourceGroup, policy);
  return { aim, ...narrowToGroup(selector, group) };
}

/** What is rolled out, and for an errand the platforms that its document is for. */
interface Aimed {
  readonly aim: Intent['aim'];
  readonly platformTypes?: readonly string[];
}

async function readAim(
  settings: ClientSettings,
  deployed: Pick<Deployed, 'facts' | 'functionNames' | 'rosterTableName'>,
  { flags, policy }: { readonly flags: RolloutFlags; readonly policy: OperatorPolicy },
): Promise<Aimed> {
  const { agent, document, documentVersion, parameters, notAdopted, launches, uninstall } = flags;
  if (documentVersion !== undefined && document === undefined)
    throw new UsageError('--document-version needs --document');
  if (parameters !== undefined && document === undefined)
    throw new UsageError('--parameters needs --document');
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
    return { aim: { versions, uninstall } };
  }
  const mayBeSent = deployed.facts?.rolloutDocuments ?? [];
  if (document !== undefined && mayBeSent.includes(document))
    return readErrand(settings, document, { flags, policy });
  const newest = await readDeployedVersions(settings, deployed, policy);
  if (document !== undefined && parameters !== undefined)
    throw new UsageError(
      Object.hasOwn(newest, document)
        ? `--parameters: profiles send ${document}, and say what it takes; muster run sends it with others`
        : `--document ${document}: ${notSendable}`,
    );
  const versions =
    document === undefined
      ? newest
      : await chooseVersion(settings, newest, { document, documentVersion, policy });
  return { aim: { versions, ...(agent === undefined ? {} : { agent }) } };
}
