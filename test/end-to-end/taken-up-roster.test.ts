import { updateStack } from 'local-cloud';
import { expect, it } from 'vitest';
import { specOf, startApplication } from './application.ts';
import { mainStack } from './stack-life/main-stack.ts';

const restoredName = 'Roster-restored';

it('a table that was restored to before a command is taken up by a setting, and nobody gets a second command', async () => {
  const application = await startApplication();
  const { cloud, rosterTableName, stacks } = application;
  await application.pass(5);
  const launch = () => cloud.ec2.fleet.launch([specOf('amazonLinux2023')])[0]?.id ?? '';
  const known = launch();
  await application.pass(20);
  const backup = cloud.dynamodb.backUp(rosterTableName);
  const lost = launch();
  await application.pass(20);
  const commandsOf = (id: string) =>
    application.lines('ssm.command').filter(({ fields }) => String(fields['instances']).includes(id)).length;
  expect([known, lost].map(commandsOf)).toEqual([1, 1]);

  const arn = `arn:${cloud.partition}:dynamodb:${cloud.region}:${cloud.accountId}:table/${restoredName}`;
  cloud.dynamodb.restore(backup, { tableName: restoredName, arn });
  const [stack] = stacks;
  if (stack === undefined) throw new Error('There is no stack.');
  const { status } = await updateStack(cloud, stack, mainStack({ roster: { tableName: restoredName } }));
  expect(status).toBe('UPDATE_COMPLETE');
  // It is launched after the restore, and is no part of an old fleet either.
  const later = launch();
  await application.pass(120);

  const who = cloud.administrator();
  const statusOf = (instanceId: string) =>
    cloud.dynamodb.operations.GetItem.run(
      { TableName: restoredName, Key: { instanceId: { S: instanceId } } },
      who,
    ).Item?.['status']?.S;
  expect([known, lost, later].map(statusOf)).toEqual(['onboarded', 'onboarded', 'onboarded']);
  expect([known, lost, later].map(commandsOf)).toEqual([1, 1, 1]);
  expect(cloud.dynamodb.has(rosterTableName)).toBe(true);
}, 60_000);
