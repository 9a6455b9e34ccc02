import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { answerCloudFormation } from '../shared/clients/cloudformation-answer.ts';
import { createLogger } from '../shared/runtime/log.ts';
import { createDocuments } from './document-versions-client.ts';
import { readVersion } from './read-version.ts';

const log = createLogger('document-version');

/**
 * Reads which version of a document has the content that was deployed. `AWS::SSM::Document` itself does not
 * say.
 *
 * Called by CloudFormation after the document was created or updated. If an update is rolled back, it is
 * called again with the old properties. The answer is then the version that the roll-back made, or the old
 * version if it made none. The function changes nothing, so it may be called any number of times. It answers
 * even when it fails, so that the stack does not wait for its time-out.
 */
export const handler = async (event: CloudFormationCustomResourceEvent): Promise<void> => {
  const answer = await readVersion(event, { documents: createDocuments(), log });
  if (answer.status === 'FAILED') log.error('document version unknown', { reason: answer.reason });
  await answerCloudFormation(event, answer);
};
