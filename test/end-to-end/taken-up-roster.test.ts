import { type AssemblyStack, deleteStack, type LocalCloud, updateStack } from 'local-cloud';
import { expect, it } from 'vitest';
import { assemblyFolderWith } from '../synthesized.ts';
import { type Application, specOf, startApplication } from './application.ts';
import { mainStack } from './stack-life/main-stack.ts';

const restoredName = 'Roster-restored';

/** The stack with other words in its template. */
function withText(stack: AssemblyStack, from: string, to: string): AssemblyStack {
  return { ...stack, template: JSON.parse(JSON.stringify(stack.template).replaceAll(from, to)) };
}

const arnOf = ({ partition, region, accountId }: LocalCloud, name: string) =>
  `arn:${partition}:dynamodb:${region}:${accountId}:table/${name}`;

/** The settings of the restored table that AWS does not restore. */
function settingsOf({ cloud }: Application) {
  const { operations } = cloud.dynamodb;
  const who = cloud.administrator();
  const TableName = restoredName;
  const { ContinuousBackupsDescription: backups } = operations.DescribeContinuousBackups.run(
    { TableName },
    who,
  );
  return {
    timeToLive: operations.DescribeTimeToLive.run({ TableName }, who).TimeToLiveDescription?.AttributeName,
    recovery: backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus,
    isProtected: operations.DescribeTable.run({ TableName }, who).Table?.DeletionProtectionEnabled,
    tags: operations.ListTagsOfResource.run({ ResourceArn: arnOf(cloud, TableName) }, who).Tags,
  };
}

const bare = { timeToLive: undefined, recovery: 'DISABLED', isProtected: false, tags: [] };
const whole = {
  timeToLive: 'expiresAt',
  recovery: 'ENABLED',
  isProtected: true,
  tags: [{ Key: 'muster:table', Value: 'roster' }],
};

/** The changes of tables so far that functions have asked for. */
const changesIn = (application: Application) =>
  application
    .lines('call')
    .map(({ fields }) => String(fields['operation']))
    .filter((name) =>
      /^dynamodb:(TagResource|UpdateContinuousBackups|UpdateTable|UpdateTimeToLive)$/.test(name),
    );

it('a table that was restored to before a command is taken up by a setting alone, and nobody gets a second command', async () => {
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

  // Restored without its indexes: the deployment fails, and everything goes on with the earlier table.
  const [stack] = stacks;
  if (stack === undefined) throw new Error('There is no stack.');
  const source = mainStack({ roster: { tableName: restoredName } });
  const { schema } = backup;
  const attributes = schema.attributes.filter(({ name }) => name === schema.key.partition.name);
  const poor = { ...backup, schema: { ...schema, attributes, indexes: [] } };
  cloud.dynamodb.restore(poor, { tableName: 'Roster-poor', arn: arnOf(cloud, 'Roster-poor') });
  const refused = await updateStack(cloud, stack, withText(source, restoredName, 'Roster-poor'));
  expect(refused).toMatchObject({
    status: 'UPDATE_ROLLBACK_COMPLETE',
    failure: {
      message: expect.stringContaining('The table Roster-poor: it lacks the index ByDue; restore it again'),
    },
  });
  expect(changesIn(application)).toEqual([]);

  cloud.dynamodb.restore(backup, { tableName: restoredName, arn: arnOf(cloud, restoredName) });
  expect(settingsOf(application)).toEqual(bare);
  const updated = await updateStack(cloud, refused.stack, source);
  expect(updated.status).toBe('UPDATE_COMPLETE');
  expect(settingsOf(application)).toEqual(whole);
  expect(changesIn(application)).toHaveLength(4);
  // The function is called again when another version of Muster has another form. It finds everything as it should be.
  const again = await updateStack(cloud, updated.stack, withText(source, 'ByProblem\\"', 'ByProblem \\"'));
  expect(again.status).toBe('UPDATE_COMPLETE');
  expect(application.lines('cloudformation.request').at(-1)?.fields['requestType']).toBe('Update');
  expect(changesIn(application)).toHaveLength(4);
  const refusals = Object.keys(cloud.observations.refusals);
  expect(refusals.filter((name) => name.startsWith('dynamodb:'))).toEqual([]);

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

it('a new installation takes up a table that was left, and its deletion leaves the table as it is', async () => {
  const folder = assemblyFolderWith({ roster: { tableName: restoredName } });
  const application = await startApplication(1, folder);
  const { cloud, stacks } = application;
  expect(settingsOf(application)).toEqual(whole);
  const [id = ''] = cloud.ec2.fleet.launch([specOf('amazonLinux2023')]).map((instance) => instance.id);
  await application.pass(60);
  expect(application.roster().get(id)?.['status']).toBe('onboarded');

  const [stack] = stacks;
  if (stack === undefined) throw new Error('There is no stack.');
  expect((await deleteStack(cloud, stack)).status).toBe('DELETE_COMPLETE');
  expect(settingsOf(application)).toEqual(whole);
  expect(application.roster().has(id)).toBe(true);
}, 60_000);
