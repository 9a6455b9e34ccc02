import { DescribeDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type LocalCloud, sdkSettings } from 'local-cloud';
import type { ErrandOrder } from '../../lambdas/shared/domain/rollout/rollout-state.ts';
import { isVerifiable } from '../../lambdas/shared/domain/rollout/verify.ts';

/** An errand, and whom it is for. */
interface DrawnErrand {
  readonly aim: { readonly errand: ErrandOrder };
  readonly selector: { readonly platformTypes: readonly string[] };
}

/**
 * The errand of a run: the first of the documents, which the functions may send, in its latest version, to verify what it
 * installed if it can. As an errand it is another document than that of a profile: it is sent besides. Undefined without
 * documents.
 */
export async function drawErrand(
  cloud: LocalCloud,
  [document]: readonly string[],
): Promise<DrawnErrand | undefined> {
  if (document === undefined) return undefined;
  const query = { Name: document, DocumentVersion: '$LATEST' };
  const { Document } = await new SSMClient(sdkSettings(cloud)).send(new DescribeDocumentCommand(query));
  const documentVersion = Document?.DocumentVersion ?? '';
  const parameters = isVerifiable(Document?.Parameters) ? { Operation: ['Verify'] } : {};
  return {
    aim: { errand: { document, documentVersion, parameters } },
    selector: { platformTypes: Document?.PlatformTypes ?? [] },
  };
}
