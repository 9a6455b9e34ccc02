import type { ErrandOrder } from '../../../lambdas/shared/domain/rollout/rollout-state.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { type OperatorPolicy, refuse } from '../../account/refusal.ts';
import { UsageError } from '../../failure.ts';
import { readParameters } from '../shared/read-parameters.ts';
import { checkParameters, parametersOf } from './errand-parameters.ts';
import type { RolloutFlags } from './rollout-flags.ts';

/** A document and its parameters have at most 64 KB together (Systems Manager quotas). */
const errandBytesMax = 64 * 1024;

/** A document as Systems Manager has it in one version. */
interface Described {
  readonly version: string;
  readonly platformTypes: readonly string[];
  /** JSON, whatever form it was written in. */
  readonly content: string;
}

/**
 * The errand that a user means: a document that is sent once to each instance, in one version for all, whichever is the default
 * by the time. All that Systems Manager would refuse at the send is refused here.
 * @throws UsageError when a flag does not go with it, when the document is not there, is no Command document, or does not
 * take the parameters, when it is too long with them, or when a call fails.
 */
export async function readErrand(
  settings: ClientSettings,
  document: string,
  { flags, policy }: { readonly flags: RolloutFlags; readonly policy: OperatorPolicy },
): Promise<{
  aim: { versions: Record<string, never>; errand: ErrandOrder };
  platformTypes: readonly string[];
}> {
  const { agent, notAdopted, launches, failedFor, documentVersion, parameters: texts = [] } = flags;
  if (agent !== undefined || notAdopted || launches === 'earlier' || failedFor !== undefined)
    throw new UsageError(
      `--document ${document}: it is sent once to who is onboarded: --agent, --not-adopted, --launches and ` +
        '--failed-for do not go with it',
    );
  const parameters = readParameters(texts);
  const { version, platformTypes, content } = await describe(settings, { document, documentVersion, policy });
  checkParameters(document, parametersOf(content), parameters);
  const bytes = Buffer.byteLength(content) + Buffer.byteLength(JSON.stringify(parameters));
  if (bytes > errandBytesMax)
    throw new UsageError(
      `--document ${document}: it has ${bytes} bytes with its parameters; Systems Manager takes ${errandBytesMax}`,
    );
  const errand = { document, documentVersion: version, parameters };
  return { aim: { versions: {}, errand }, platformTypes };
}

interface Asked {
  readonly document: string;
  readonly documentVersion: string | undefined;
  readonly policy: OperatorPolicy;
}

async function describe(settings: ClientSettings, asked: Asked): Promise<Described> {
  const { document: Name, documentVersion: wanted } = asked;
  const { DescribeDocumentCommand, GetDocumentCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const client = new SSMClient(settings);
  const query = { Name, ...(wanted === undefined ? {} : { DocumentVersion: wanted }) };
  const { Document } = await client
    .send(new DescribeDocumentCommand(query))
    .catch((error: unknown) => refuseDocument('ssm:DescribeDocument', error, settings, asked));
  const {
    DocumentType: type = '',
    Status,
    DocumentVersion: version = '',
    PlatformTypes = [],
  } = Document ?? {};
  if (type !== 'Command')
    throw new UsageError(`--document ${Name}: it is of type ${type}; allowed is Command`);
  if (Status !== 'Active') throw new UsageError(`--document ${Name}: version ${version} of it is ${Status}`);
  const { Content = '' } = await client
    .send(new GetDocumentCommand({ Name, DocumentVersion: version, DocumentFormat: 'JSON' }))
    .catch((error: unknown) => refuseDocument('ssm:GetDocument', error, settings, asked));
  return { version, platformTypes: PlatformTypes, content: Content };
}

function refuseDocument(
  action: 'ssm:DescribeDocument' | 'ssm:GetDocument',
  error: unknown,
  settings: ClientSettings,
  { document, documentVersion, policy }: Asked,
): never {
  const name = error instanceof Error ? error.name : '';
  if (name === 'InvalidDocument')
    throw new UsageError(`--document ${document}: there is no such document in this account and region`);
  if (name === 'InvalidDocumentVersion')
    throw new UsageError(`--document ${document}: there is no version ${documentVersion} of it`);
  return refuse(action, error, policy, settings);
}
