import { callsAtOnce, mapConcurrently } from '../../../lambdas/shared/clients/map-concurrently.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { refuse } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';

/**
 * The default version of each document, which is what a deployment made last. A document that is not there any more is
 * left out.
 * @throws UsageError when a call fails.
 */
export async function readVersions(
  settings: ClientSettings,
  documents: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const { DescribeDocumentCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const client = new SSMClient(settings);
  const found = await mapConcurrently(documents, callsAtOnce, async (Name): Promise<[string, string][]> => {
    try {
      const { Document } = await client.send(new DescribeDocumentCommand({ Name }));
      return Document?.DefaultVersion === undefined ? [] : [[Name, Document.DefaultVersion]];
    } catch (error) {
      if (error instanceof Error && error.name === 'InvalidDocument') return [];
      return refuse('ssm:DescribeDocument', error, 'rollout');
    }
  });
  return Object.fromEntries(found.flat());
}

/** @throws UsageError when the document has no such version. */
export async function checkVersion(
  settings: ClientSettings,
  document: string,
  version: string,
): Promise<void> {
  const { DescribeDocumentCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  try {
    await new SSMClient(settings).send(
      new DescribeDocumentCommand({ Name: document, DocumentVersion: version }),
    );
  } catch (error) {
    const isNamed = error instanceof Error && /^InvalidDocument(Version)?$/.test(error.name);
    if (isNamed) throw new UsageError(`--document ${document}: there is no version ${version} of it`);
    refuse('ssm:DescribeDocument', error, 'rollout');
  }
}
