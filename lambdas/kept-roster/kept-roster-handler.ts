import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { answerCloudFormation } from '../shared/clients/cloudformation-answer.ts';
import { createLogger } from '../shared/runtime/log.ts';
import { createRosterTable } from './roster-table-client.ts';
import { settleRoster } from './settle-roster.ts';

const log = createLogger('kept-roster');

/**
 * Makes a table that was kept or restored fit to be the roster: time to live, recovery, protection against deletion,
 * and its tag. AWS restores a table without them. It refuses a table without the key and the indexes of a roster, so
 * the deployment fails before anything uses the table, and is rolled back.
 *
 * Called by CloudFormation when the configuration names a table, or another one, and again with the old name when such
 * an update is rolled back. It may be called twice for the same event, and changes only what differs. Called with
 * Delete it leaves the table as it is, because the roster outlives the stack. It answers even when it fails, so that
 * the stack does not wait for its time-out.
 */
export const handler = async (event: CloudFormationCustomResourceEvent): Promise<void> => {
  const answer = await settleRoster(event, { table: createRosterTable(), log });
  if (answer.status === 'FAILED') log.error('roster not taken up', { reason: answer.reason });
  await answerCloudFormation(event, answer);
};
