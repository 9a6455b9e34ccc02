import { onboardSettings } from '../../../lambdas/onboard/onboard-settings.ts';
import { readSettings } from '../../../lambdas/shared/runtime/read-settings.ts';
import type { ClientSettings } from '../../account/connection.ts';
import type { Deployed } from '../../account/deployment.ts';
import { namedFunctions, readVariables } from '../../account/function-variables.ts';
import { type OperatorPolicy, refuse } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';

type Versions = Readonly<Record<string, string>>;

/**
 * By document: the version that the last deployment made, which is what launches get. The default version of a document
 * may be another one (docs/decisions/0001-document-versions.md).
 * @throws UsageError when the call fails, or another version of Muster is deployed.
 */
export async function readDeployedVersions(
  settings: ClientSettings,
  deployed: Pick<Deployed, 'functionNames'>,
  policy: OperatorPolicy,
): Promise<Versions> {
  const variables = await readVariables(settings, namedFunctions(deployed).onboard, policy);
  try {
    return readSettings(onboardSettings, variables).documentVersions;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the settings of the deployed functions are of another version of Muster: ${why}`);
  }
}

/** The document and the version that a user names. */
interface WantedVersion {
  readonly document: string;
  readonly documentVersion: string | undefined;
  readonly policy: OperatorPolicy;
}

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
      `--document ${document}: no profile sends it; there are: ${Object.keys(deployed).join(', ')}`,
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
