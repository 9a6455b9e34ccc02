import { isVerifiable } from '../../../lambdas/shared/domain/rollout/verify.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { type OperatorPolicy, refuse } from '../../account/refusal.ts';

/**
 * The documents that can verify what they installed. `versions` are the versions of the documents by name.
 * @throws UsageError when a call fails.
 */
export async function findVerifiable(
  settings: ClientSettings,
  versions: Readonly<Record<string, string>>,
  policy: OperatorPolicy,
): Promise<readonly string[]> {
  const { DescribeDocumentCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const client = new SSMClient(settings);
  const found: string[] = [];
  for (const [Name, DocumentVersion] of Object.entries(versions)) {
    const { Document } = await client
      .send(new DescribeDocumentCommand({ Name, DocumentVersion }))
      .catch((error: unknown) => refuse('ssm:DescribeDocument', error, policy, settings));
    if (isVerifiable(Document?.Parameters)) found.push(Name);
  }
  return found;
}
