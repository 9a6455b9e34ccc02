import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { answerCloudFormation } from '../shared/clients/cloudformation-answer.ts';
import { createLogger } from '../shared/runtime/log.ts';
import { settleRequest } from './secure-parameter.ts';
import { createSecureStrings } from './secure-strings-client.ts';
import { systemChance } from './system-chance.ts';

const log = createLogger('secure-parameter');

/**
 * Creates SecureStrings, which CloudFormation cannot do. It never changes one that exists.
 *
 * Called by CloudFormation for each secret of the tree. It is called again for the same secret when an answer
 * was lost, when an update is rolled back, or when Lambda tries again. The value is drawn here and given only
 * to Parameter Store: no event, answer, log or error contains it. The function answers even when it fails, so
 * that the stack does not wait for its time-out.
 */
export const handler = async (event: CloudFormationCustomResourceEvent): Promise<void> => {
  const answer = await settleRequest(event, {
    parameters: createSecureStrings(),
    chance: systemChance,
    log,
  });
  if (answer.status === 'FAILED') log.error('secure parameter not settled', { reason: answer.reason });
  await answerCloudFormation(event, answer);
};
