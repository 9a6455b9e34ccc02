import type { ClientSettings } from '../../account/connection.ts';
import { describeRefusal, refuse } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';
import { nameInstances } from '../../print/name-instances.ts';
import type { ReachableNode } from './run-node.ts';
import type { Sendable } from './work.ts';

/**
 * Asks Systems Manager for a document before it is sent.
 * @throws UsageError when there is none, when it is no Command document, when it lacks a parameter that is given, or
 * when it does not run on the platform of a node.
 */
export async function checkDocument(
  settings: ClientSettings,
  { document, parameters }: Sendable,
  nodes: readonly ReachableNode[],
): Promise<void> {
  const { DescribeDocumentCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const { Document } = await new SSMClient(settings)
    .send(new DescribeDocumentCommand({ Name: document }))
    .catch((error: unknown) => refuseDocument(settings, document, error));
  const { DocumentType: type = '', PlatformTypes: platforms = [], Parameters: known = [] } = Document ?? {};
  if (type !== 'Command')
    throw new UsageError(`--document ${document}: it is of type ${type}; allowed is Command`);
  const names = known.map(({ Name }) => Name ?? '');
  const unknown = Object.keys(parameters).find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`--parameters ${unknown}: ${document} has ${names.join(', ') || 'none'}`);
  const others = nodes.filter(({ platform }) => !platforms.some((one) => one === platform));
  if (others.length > 0)
    throw new UsageError(
      `--document ${document}: it is for ${platforms.join(', ')}; another platform have ` +
        nameInstances(others.map(({ instanceId }) => instanceId)),
    );
}

function refuseDocument(settings: ClientSettings, document: string, error: unknown): never {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidDocument')
    throw new UsageError(`--document ${document}: there is no such document in this account and region`);
  if (name === 'AccessDeniedException')
    throw new UsageError(
      `${describeRefusal('ssm:DescribeDocument', error, 'run', settings)}; it gives the documents of Muster alone: ` +
        'for another one, allow ssm:DescribeDocument and ssm:SendCommand on it',
    );
  return refuse('ssm:DescribeDocument', error, 'run', settings);
}
