import type { ClientSettings } from '../../account/connection.ts';
import type { Versions } from '../../account/deployed-versions.ts';
import { type OperatorPolicy, refuse } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';

/** The document and the version that a user names. */
interface WantedVersion {
  readonly document: string;
  readonly documentVersion: string | undefined;
  readonly policy: OperatorPolicy;
}

/** Why a document of nobody is refused. */
export const notSendable =
  'this deployment may not send it: name it in rolloutDocuments of muster.config.ts, and deploy';

/**
 * The version of one document that is to be rolled out.
 * @throws UsageError when the document has no such version, or is not among those that are deployed.
 */
export async function chooseVersion(
  settings: ClientSettings,
  deployed: Versions,
  { document, documentVersion, policy }: WantedVersion,
): Promise<Versions> {
  const version = documentVersion ?? (Object.hasOwn(deployed, document) ? deployed[document] : undefined);
  if (version === undefined)
    throw new UsageError(
      `--document ${document}: no profile sends it (they send ${Object.keys(deployed).join(', ')}), and ${notSendable}`,
    );
  const { DescribeDocumentCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  try {
    const query = { Name: document, DocumentVersion: version };
    await new SSMClient(settings).send(new DescribeDocumentCommand(query));
  } catch (error) {
    const isNamed = error instanceof Error && /^InvalidDocument(Version)?$/.test(error.name);
    if (isNamed) throw new UsageError(`--document ${document}: there is no version ${version} of it`);
    refuse('ssm:DescribeDocument', error, policy, settings);
  }
  return { [document]: version };
}
