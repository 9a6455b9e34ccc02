import { DescribeDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Clock, systemClock } from './clock.ts';
import { connect } from './connect.ts';
import { waitOutDenials } from './new-role.ts';

/** Systems Manager's documents. */
export interface Documents {
  /**
   * The number of the latest version of a document.
   * @throws when Systems Manager does not know the document, or does not say.
   */
  latestVersion(name: string): Promise<string>;
}

/** Asks Systems Manager. */
export function createDocuments(client = connect(SSMClient), clock: Clock = systemClock): Documents {
  return {
    async latestVersion(name) {
      const command = new DescribeDocumentCommand({ Name: name, DocumentVersion: '$LATEST' });
      const { Document } = await waitOutDenials(() => client.send(command), clock);
      const version = Document?.LatestVersion ?? Document?.DocumentVersion;
      if (version === undefined) throw new Error('Systems Manager names no latest version.');
      return version;
    },
  };
}
