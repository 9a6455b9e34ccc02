import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { answerCloudFormation } from '../shared/clients/cloudformation-answer.ts';
import { createLogger } from '../shared/runtime/log.ts';
import { checkNames } from './check-names.ts';
import { createParameterNames } from './parameter-names-client.ts';

const log = createLogger('parameter-names');

/**
 * Refuses a deployment that would make a parameter whose name is taken. CloudFormation would notice it half-way, and name
 * only the first.
 *
 * Called by CloudFormation before the parameters are made, and again when the tree changes. If an update is rolled back, it
 * is called with the old names, which the stack has. It changes nothing, so it may be called any number of times. It answers
 * even when it fails, so that the stack does not wait for its time-out.
 */
export const handler = async (event: CloudFormationCustomResourceEvent): Promise<void> => {
  const answer = await checkNames(event, { names: createParameterNames(), log });
  if (answer.status === 'FAILED') log.error('names of parameters refused', { reason: answer.reason });
  await answerCloudFormation(event, answer);
};
