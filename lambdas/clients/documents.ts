import { DescribeDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';

/** Systems Manager's documents. */
export interface Documents {
  /**
   * The number of the latest version of a document.
   * @throws when Systems Manager does not know the document, or does not say.
   */
  latestVersion(name: string): Promise<string>;
}

/** Asks Systems Manager. */
export function createDocuments(client = new SSMClient()): Documents {
  return {
    async latestVersion(name) {
      const { Document } = await client.send(
        new DescribeDocumentCommand({ Name: name, DocumentVersion: '$LATEST' }),
      );
      const version = Document?.LatestVersion ?? Document?.DocumentVersion;
      if (version === undefined) throw new Error('Systems Manager names no latest version.');
      return version;
    },
  };
}
