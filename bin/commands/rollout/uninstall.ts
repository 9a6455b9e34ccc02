import type { ClientSettings } from '../../account/connection.ts';
import { readDeployedOnboarding, type Versions } from '../../account/deployed-versions.ts';
import type { Deployed } from '../../account/deployment.ts';
import { type OperatorPolicy, refuse } from '../../account/refusal.ts';
import { readRoster } from '../../account/roster-reader.ts';
import { UsageError } from '../../failure.ts';

/**
 * The documents that uninstall an agent wherever the roster says that it is, each in its latest version. Nothing is sent to
 * whom a profile gives the agent: the next launch would have it again.
 * @throws UsageError when a profile names the agent, when nobody has it, when its document is gone, or when a call fails.
 */
export async function findUninstallers(
  settings: ClientSettings,
  deployed: Pick<Deployed, 'functionNames' | 'rosterTableName'>,
  { agent, policy }: { readonly agent: string; readonly policy: OperatorPolicy },
): Promise<Versions> {
  const { profiles } = await readDeployedOnboarding(settings, deployed, policy);
  const naming = profiles.find(({ agents = [] }) => agents.includes(agent));
  if (naming !== undefined)
    throw new UsageError(
      `--uninstall ${agent}: profile ${naming.name} names it, so launches get it. Take it out of the profile, leave ` +
        'it among the agents, and deploy; then uninstall it',
    );
  const documents = new Set<string>();
  for await (const entries of readRoster(settings, deployed.rosterTableName, ['agents']))
    for (const entry of entries)
      for (const state of typeof entry === 'string' ? [] : (entry.agents ?? []))
        if (state.agent === agent && state.document !== undefined) documents.add(state.document);
  if (documents.size === 0) throw new UsageError(`--uninstall ${agent}: no entry of the roster has it`);
  const versions: [string, string][] = [];
  for (const document of documents)
    versions.push([document, await latestVersion(settings, { document, agent, policy })]);
  return Object.fromEntries(versions);
}

async function latestVersion(
  settings: ClientSettings,
  { document, agent, policy }: { document: string; agent: string; policy: OperatorPolicy },
): Promise<string> {
  const { DescribeDocumentCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  try {
    const query = { Name: document, DocumentVersion: '$LATEST' };
    const { Document } = await new SSMClient(settings).send(new DescribeDocumentCommand(query));
    return Document?.DocumentVersion ?? '$LATEST';
  } catch (error) {
    if (!(error instanceof Error && error.name === 'InvalidDocument'))
      refuse('ssm:DescribeDocument', error, policy, settings);
    throw new UsageError(
      `--uninstall ${agent}: its document ${document} is gone. Name ${agent} among the agents again, in no ` +
        'profile, and deploy; then uninstall it',
    );
  }
}
