import { systemClock } from '../../../lambdas/shared/clients/system-clock.ts';
import type { Connection } from '../../account/connection.ts';
import type { Deployed } from '../../account/deployment.ts';
import { readAlarms } from '../../account/flow-reader.ts';
import { type Check, look, UnseenError } from './doctor-check.ts';
import { expectedStacks, onboardingStack } from './expected-stacks.ts';
import { judgeAgents, judgeConcurrency, judgeDocuments, judgeHostManagement } from './judge-fleet.ts';
import { judgeFunctions, judgeRoles, judgeTriggers } from './judge-flow.ts';
import { judgeAlarms, judgeLetters, judgePulse } from './judge-health.ts';
import { judgeQuickSetup, judgeStacks } from './judge-stacks.ts';
import { readParts, readStacks } from './read-deployed-stacks.ts';
import { readConcurrency, readHostManagement, readNodes, readVersions, settingsOf } from './read-fleet.ts';
import { readRoles, readTriggers } from './read-flow.ts';
import { readFunctions } from './read-functions.ts';
import { readLetterCounts, readPulse } from './read-health.ts';

/** Looks at everything. Each check stands or falls alone; what several need is read once. */
export function examine(connection: Connection, deployed: Deployed): Promise<Check[]> {
  return Promise.all([
    place(connection, deployed),
    ...ofDeployment(connection),
    ...ofFleet(connection),
    ...ofHealth(connection, deployed),
  ]);
}

async function place({ environment }: Connection, deployed: Deployed): Promise<Check> {
  const { account, region, parameters } = deployed;
  const named = environment === undefined ? '' : ` (${environment})`;
  return {
    name: 'Account and region',
    verdict: 'ok',
    found: `${account}, ${region}${named}; ${parameters.size} parameters of the onboarding`,
  };
}

/** What CloudFormation has made, and whether it is as it was made. */
function ofDeployment({ clientSettings: client, settings }: Connection): Promise<Check>[] {
  const stacks = readStacks(client);
  const parts = readParts(client, onboardingStack(settings));
  const functions = parts.then((found) => readFunctions(client, found));
  const listing = 'cloudformation:ListStacks';
  const parting = 'cloudformation:ListStackResources';
  return [
    look('Stacks', listing, async () => judgeStacks(expectedStacks(settings), await stacks)),
    look('Quick Setup', listing, async () => judgeQuickSetup(await stacks)),
    look('Functions', parting, async () => judgeFunctions(await functions)),
    look('Triggers', parting, async () => judgeTriggers(await readTriggers(client, await parts))),
    look('Roles', parting, async () => judgeRoles(await readRoles(client, await parts))),
    look('Documents', 'ssm:DescribeDocument', async () =>
      judgeDocuments(await readVersions(client, settingsOf(await functions, 'documentVersions'))),
    ),
    look('Agents', 'ssm:DescribeInstanceInformation', async () => {
      const floors = Object.fromEntries(settingsOf(await functions, 'floors'));
      return judgeAgents(await readNodes(client), floors);
    }),
  ];
}

/** What the account and region set for every node and function. */
function ofFleet({ clientSettings: client }: Connection): Promise<Check>[] {
  return [
    look('Default Host Management', 'ssm:GetServiceSetting', async () =>
      judgeHostManagement(await readHostManagement(client)),
    ),
    look('Lambda concurrency', 'lambda:GetAccountSettings', async () =>
      judgeConcurrency(await readConcurrency(client)),
    ),
  ];
}

/** Whether it works now. */
function ofHealth({ clientSettings: client, names }: Connection, deployed: Deployed): Promise<Check>[] {
  return [
    look('Pulse', 'dynamodb:BatchGetItem', async () =>
      judgePulse(await readPulse(client, deployed), systemClock.now()),
    ),
    look('Alarms', 'cloudwatch:DescribeAlarms', async () => {
      const alarms = await readAlarms(client, names);
      if ('refused' in alarms) throw new UnseenError(alarms.refused);
      return judgeAlarms(alarms.value);
    }),
    look('Dead letters', 'sqs:GetQueueAttributes', async () =>
      judgeLetters(await readLetterCounts(client, deployed)),
    ),
  ];
}
