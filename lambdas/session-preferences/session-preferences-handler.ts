import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { answerCloudFormation } from '../shared/clients/cloudformation-answer.ts';
import { createLogger } from '../shared/runtime/log.ts';
import { createSessionDocument } from './session-document-client.ts';
import { settlePreferences } from './settle-preferences.ts';

const log = createLogger('session-preferences');

/**
 * Writes the preferences of Session Manager: the document `SSM-SessionManagerRunShell`, which CloudFormation cannot
 * create where somebody has opened the preferences in the console before.
 *
 * Called by CloudFormation when the stack is created or its preferences change, and again with the old ones when an
 * update is rolled back; each change is a new version of the document, which sessions follow from then on and which
 * the console shows. Called with Delete, it brings back what was there before the stack: the log group that the
 * preferences name may go with it, and sessions that must log there would not start. Preferences that somebody has
 * written since are left alone, and a document that there was not before is deleted.
 *
 * It may be called twice for the same event. It answers also when it fails, so that the stack does not wait for its
 * time-out.
 */
export const handler = async (event: CloudFormationCustomResourceEvent): Promise<void> => {
  const answer = await settlePreferences(event, { document: createSessionDocument(), log });
  if (answer.status === 'FAILED') log.error('preferences not settled', { reason: answer.reason });
  await answerCloudFormation(event, answer);
};
