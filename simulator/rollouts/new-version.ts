import { GetDocumentCommand, SSMClient, UpdateDocumentCommand } from '@aws-sdk/client-ssm';
import { type LocalCloud, sdkSettings } from 'local-cloud';

/** Makes another version of a document, with the same content but for a word of its description. Returns the version. */
export async function newVersion(cloud: LocalCloud, Name: string): Promise<string> {
  const ssm = new SSMClient(sdkSettings(cloud));
  const { Content = '' } = await ssm.send(new GetDocumentCommand({ Name, DocumentVersion: '$LATEST' }));
  const changed = Content.replace('"description":"', '"description":"Again: ');
  const { DocumentDescription } = await ssm.send(
    new UpdateDocumentCommand({ Name, Content: changed, DocumentVersion: '$LATEST' }),
  );
  return DocumentDescription?.DocumentVersion ?? '';
}
