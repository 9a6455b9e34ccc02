import { DescribeDocumentCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Clock, systemClock } from './clock.ts';
import { connect } from './connect.ts';

/** Systems Manager's documents. */
export interface Documents {
  /**
   * The number of the latest version of a document.
   * @throws when Systems Manager does not know the document, or does not say.
   */
  latestVersion(name: string): Promise<string>;
}

/** A role that was made a moment ago is not known everywhere yet: its denials pass within half a minute. */
const denialPausesMs = [2_000, 4_000, 8_000, 16_000];

/** Asks Systems Manager. */
export function createDocuments(client = connect(SSMClient), clock: Clock = systemClock): Documents {
  const describe = async (name: string) => {
    const command = new DescribeDocumentCommand({ Name: name, DocumentVersion: '$LATEST' });
    for (const pauseMs of denialPausesMs) {
      try {
        return await client.send(command);
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'AccessDeniedException') throw error;
        await clock.pause(pauseMs);
      }
    }
    return client.send(command);
  };
  return {
    async latestVersion(name) {
      const { Document } = await describe(name);
      const version = Document?.LatestVersion ?? Document?.DocumentVersion;
      if (version === undefined) throw new Error('Systems Manager names no latest version.');
      return version;
    },
  };
}
