import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { answerCloudFormation } from '../shared/clients/cloudformation-answer.ts';
import { createLogger } from '../shared/runtime/log.ts';
import { createSessionDocument } from './session-document-client.ts';
import { settlePreferences } from './settle-preferences.ts';

const log = createLogger('session-preferences');

/**
 * Writes the preferences of Session Manager: the document `SSM-SessionManagerRunShell`. CloudFormation cannot
 * create it if somebody has opened the preferences in the console before.
 *
 * What the configuration does not name stays as it is found, and nothing is weakened unless the configuration says so.
 *
 * Called by CloudFormation when the stack is created or its preferences change, and again with the old ones
 * when an update is rolled back. Each change is a new version of the document. Sessions follow it from then
 * on, and the console shows it. Called with Delete, the function brings back the preferences from before the
 * stack. Otherwise the log group that the preferences name might go with the stack, and sessions that must
 * log there would not start. If somebody has written preferences since, they are left alone. If there was no
 * document before, it is deleted.
 *
 * It may be called twice for the same event. It answers even when it fails, so that the stack does not wait
 * for its time-out.
 */
export const handler = async (event: CloudFormationCustomResourceEvent): Promise<void> => {
  const answer = await settlePreferences(event, { document: createSessionDocument(), log });
  if (answer.status === 'FAILED') log.error('preferences not settled', { reason: answer.reason });
  await answerCloudFormation(event, answer);
};
