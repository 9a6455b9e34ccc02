import { basename } from 'node:path';
import type { LocalCloud } from '../src/account/account.ts';

/** What the services of an account hold, by kind and name. Ids, times and numbers of versions are left out. */
export type AccountState = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The declared state of an account: what a template, a fleet or a caller has put there. Two accounts with the same
 * state behave alike from now on, but for messages, items and logs.
 */
export function accountState(cloud: LocalCloud): AccountState {
  const state = {
    ...{ ...messagingState(cloud), ...computeState(cloud) },
    ...{ ...identityState(cloud), ...dataState(cloud), ...configState(cloud) },
    launchHooks: launchHooks(cloud),
  };
  return JSON.parse(JSON.stringify(state)); // without the functions that some settings have
}

/** The names in an account, by kind. */
export function namesIn(state: AccountState): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(state).map(([kind, entries]) => [kind, Object.keys(entries)]));
}

const hostManagement = '/ssm/managed-instance/default-ec2-instance-management-role';

/** The suffix of a generated name. */
const suffix = /-[A-Z0-9]{12}(?![A-Za-z0-9])/g;

/** The same without the suffixes of generated names, to compare accounts in which a name was given twice. */
export function withoutSuffixes(state: AccountState): AccountState {
  return JSON.parse(JSON.stringify(state).replace(suffix, ''));
}

function messagingState(cloud: LocalCloud): AccountState {
  const context = cloud.administrator();
  const run = (operation: string, input: object) => cloud.events.operations[operation]?.run(input, context);
  const { sqs, sns, events } = cloud;
  const names = events.operations['ListRules']?.run({}, context);
  return {
    queues: byName(sqs.queueArns.map((arn) => [arn, sqs.queue(arn).settings.attributes])),
    topics: byName(
      sns.topicArns.map((arn) => [arn, sns.subscriptions.filter(({ topicArn }) => topicArn === arn)]),
    ),
    rules: byName(
      ruleNamesIn(names).map((Name) => [
        Name,
        [run('DescribeRule', { Name }), run('ListTargetsByRule', { Rule: Name })],
      ]),
    ),
    alarms: byName(cloud.observations.cloudwatch.alarms.map((alarm) => [alarm.name, alarm])),
  };
}

function ruleNamesIn(output: unknown): string[] {
  return [...JSON.stringify(output).matchAll(/"Name":"([^"]+)"/g)].map(([, name = '']) => name);
}

function computeState({
  lambda,
  logs,
  scheduler,
  eventSourceMappings,
  resourceGroups,
}: LocalCloud): AccountState {
  return {
    resourceGroups: byName([...resourceGroups.store.groups]),
    functions: byName(
      lambda.functions.map((each) => [
        each.arn,
        [{ ...each, folder: basename(each.folder) }, lambda.asyncSettings(each.arn)],
      ]),
    ),
    logGroups: byName(logs.store.groups().map(({ createdMs: _, ...logGroup }) => [logGroup.name, logGroup])),
    mappings: byName(eventSourceMappings.all.map(({ id, mapping }) => [id, mapping.settings])),
    schedules: byName(
      scheduler.schedules.map(({ createdMs: _, modifiedMs: __, ...schedule }) => [schedule.arn, schedule]),
    ),
  };
}

function launchHooks({ autoScaling: { groups } }: LocalCloud): AccountState[string] {
  return byName(
    groups.all.flatMap(({ name, hooks }) =>
      [...hooks.values()].map((hook) => [`${name} ${hook.name}`, hook]),
    ),
  );
}

function configState({ config: { recorders, rules, remediations } }: LocalCloud): AccountState {
  const { recorder, channel } = recorders;
  return {
    recorders: byName(
      recorder === undefined
        ? []
        : [[recorder.name, { ...recorder, arn: '', startedMs: undefined, stoppedMs: undefined }]],
    ),
    deliveryChannels: byName(channel === undefined ? [] : [[channel.name ?? '', channel]]),
    configRules: byName(rules.all.map((rule) => [rule.name, { ...rule, id: '', arn: '' }])),
    remediations: byName(
      remediations.all.map(({ configuration }) => [configuration.ruleName, { ...configuration, arn: '' }]),
    ),
  };
}

function identityState({ iam, access, kms }: LocalCloud): AccountState {
  const { roles, profiles, policies } = iam.directory;
  return {
    roles: byName(
      roles.map(({ createdMs: _, ...role }) => [
        role.arn,
        {
          ...role,
          inlinePolicies: [...role.inlinePolicies].sort(([a], [b]) => (a < b ? -1 : 1)),
          attachedPolicyArns: [...role.attachedPolicyArns].sort(),
        },
      ]),
    ),
    profiles: byName(profiles.map(({ createdMs: _, ...profile }) => [profile.arn, profile])),
    policies: byName(policies.map(({ arn, document }) => [arn, document])),
    attachments: byName([...access.attachments].map(([arn, names]) => [arn, [...names].sort()])),
    aliases: byName([...kms.aliases]),
  };
}

function dataState(cloud: LocalCloud): AccountState {
  const { dynamodb, ssm } = cloud;
  const context = cloud.administrator();
  const { TableNames = [] } = dynamodb.operations.ListTables.run({}, context);
  return {
    tables: byName(
      TableNames.map((TableName) => {
        const { Table } = dynamodb.operations.DescribeTable.run({ TableName }, context);
        const { TimeToLiveDescription } = dynamodb.operations.DescribeTimeToLive.run({ TableName }, context);
        const { ContinuousBackupsDescription: backups } = dynamodb.operations.DescribeContinuousBackups.run(
          { TableName },
          context,
        );
        const request = { ResourceArn: Table?.TableArn };
        return [
          TableName,
          [
            { ...Table, CreationDateTime: 0, TableId: '' },
            TimeToLiveDescription,
            backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus,
            dynamodb.operations.ListTagsOfResource.run(request, context).Tags,
            dynamodb.storedBytes(TableName),
          ],
        ];
      }),
    ),
    baselines: byName(
      ssm.baselines
        .all()
        .map((baseline) => [
          baseline.id,
          [baseline.name, baseline.description, ssm.baselines.defaultOf(baseline.operatingSystem)],
        ]),
    ),
    patchGroups: byName([...ssm.baselines.groups]),
    settings: {
      [hostManagement]: ssm.operations.GetServiceSetting.run({ SettingId: hostManagement }, context)
        .ServiceSetting?.SettingValue,
    },
    windows: byName(
      ssm.windows.windows.map(({ id, createdMs: _, targets, tasks, ...form }) => [
        id,
        [JSON.stringify(form), [...targets], [...tasks]],
      ]),
    ),
    documents: byName(
      ssm.documents.map(({ name, versions, defaultVersion, tags }) => [
        name,
        [versions[defaultVersion - 1]?.content, [...tags]],
      ]),
    ),
    parameters: byName(
      ssm.parameters.map(({ name, type, versions, tags }) => [
        name,
        [type, versions.at(-1)?.value, [...tags]],
      ]),
    ),
  };
}

function byName(entries: readonly (readonly [name: string, state: unknown])[]): Record<string, unknown> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
