import { beforeEach, describe, expect, it } from 'vitest';
import { type Application, specOf, startApplication } from './application.ts';

let application: Application;

beforeEach(async () => {
  application = await startApplication();
});

const launch = (...specs: Parameters<typeof specOf>[]) =>
  application.cloud.ec2.fleet.launch(specs.map((spec) => specOf(...spec))).map(({ id }) => id);

describe('an instance that was launched', () => {
  it('gets the document for its platform, in the version that was deployed', async () => {
    const [linux, windows] = launch(['amazonLinux2023'], ['windowsServer2022']);
    await application.pass(15);
    const roster = application.roster();
    expect(roster.get(linux ?? '')).toMatchObject({
      status: 'onboarded',
      document: 'Muster-InstallAgentLinux',
    });
    expect(roster.get(windows ?? '')).toMatchObject({
      document: 'Muster-InstallAgentWindows',
      documentVersion: '1',
    });
    expect(
      application.lines('ssm.invocation').filter(({ fields }) => fields['details'] === 'Success'),
    ).toHaveLength(2);
  });

  it('is recorded with where it comes from', async () => {
    const [node] = launch([
      'amazonLinux2',
      {
        tags: {
          'aws:elasticmapreduce:job-flow-id': 'j-1',
          'aws:elasticmapreduce:instance-group-role': 'CORE',
        },
      },
    ]);
    await application.pass(15);
    expect(application.roster().get(node ?? '')).toMatchObject({ source: 'emr:j-1/CORE', profile: 'emr' });
  });

  it('gets a reason instead of a wrong document when nothing supports its system', async () => {
    const [freebsd, mac] = launch(['freebsd14'], ['macos14']);
    await application.pass(15);
    for (const id of [freebsd, mac]) {
      expect(application.roster().get(id ?? '')).toMatchObject({
        status: 'excluded',
        reason: 'UnsupportedPlatform',
      });
    }
    expect(application.lines('ssm.command')).toHaveLength(0);
  });

  it('waits with a time to look again when Systems Manager does not see it', async () => {
    const [id] = launch(['debian12', { registration: { kind: 'never', cause: 'no-agent' } }]);
    await application.pass(15);
    const entry = application.roster().get(id ?? '');
    expect(entry).toMatchObject({ status: 'waiting', reason: 'NotRegistered' });
    expect(Number(entry?.['dueAt'])).toBeGreaterThan(Number(entry?.['changedAt']));
    expect(entry?.['dueShard']).toMatch(/^due-\d\d$/);
  });

  it('is onboarded in a region whose EC2 does not know how to show what services manage', async () => {
    application.cloud.ec2.unknownParameters.add('IncludeManagedResources');
    const [id] = launch(['amazonLinux2023']);
    await application.pass(45);
    expect(application.roster().get(id ?? '')).toMatchObject({ status: 'onboarded' });
    expect(application.cloud.observations.calls['ec2:DescribeInstanceStatus']).toBeGreaterThan(0);
    const ends = new Set(application.lines('lambda.end').map(({ fields }) => fields['end']));
    expect([...ends]).toEqual(['ok']);
  });

  it('is left alone when it is excluded by tag, or owned by a service', async () => {
    const [tagged, owned] = launch(
      ['amazonLinux2023', { tags: { 'muster:exclude': 'true' } }],
      ['amazonLinux2023', { operatorManaged: { principal: 'eks.amazonaws.com' } }],
    );
    await application.pass(15);
    expect(application.roster().get(tagged ?? '')).toMatchObject({
      status: 'excluded',
      reason: 'ExcludedByTag',
    });
    expect(application.roster().get(owned ?? '')).toMatchObject({
      status: 'excluded',
      reason: 'ServiceManaged',
    });
  });

  it('is closed when it ends, before or after its command', async () => {
    const [early, late] = launch(
      ['amazonLinux2023', { lifecycle: { terminatedAfterSeconds: 20 } }],
      ['amazonLinux2023', { lifecycle: { terminatedAfterSeconds: 900 } }],
    );
    await application.pass(40);
    const roster = application.roster();
    expect(roster.get(early ?? '')).toMatchObject({ status: 'gone', reason: 'Terminated' });
    expect(roster.get(late ?? '')).toMatchObject({ status: 'gone', reason: 'Terminated' });
    expect(roster.get(late ?? '')?.['commandId']).toBeDefined();
    expect(Number(roster.get(late ?? '')?.['expiresAt']) * 1000).toBeGreaterThan(
      application.cloud.timeline.nowMs,
    );
  });

  it('gets no second command when it is restarted', async () => {
    const [id] = launch([
      'amazonLinux2023',
      { lifecycle: { stoppedAfterSeconds: 900, restartedAfterSeconds: 300 } },
    ]);
    await application.pass(60);
    expect(application.roster().get(id ?? '')).toMatchObject({ status: 'onboarded' });
    expect(application.lines('ssm.command')).toHaveLength(1);
  });
});

describe('a call of the function that dies', () => {
  const dieAfter = (operation: string) => {
    let isAlive = true;
    application.cloud.gateway.observe((call) => {
      const isOnboard =
        call.principal.kind === 'role' && call.principal.roleArn === application.onboardRoleArn;
      if (!isAlive || !isOnboard || `${call.service}:${call.operation}` !== operation) return;
      isAlive = false;
      application.cloud.lambda.crash(application.onboardArn);
    });
  };

  it.each([
    ['before it claims', 'ssm:DescribeInstanceInformation', 0],
    ['between claim and send', 'dynamodb:BatchExecuteStatement', 0],
    ['between send and record', 'ssm:SendCommand', 1],
  ])('%s is made good by the next, and nothing is sent twice', async (_, operation, commandsSent) => {
    dieAfter(operation);
    const [id] = launch(['amazonLinux2023']);
    await application.pass(10);
    expect(application.lines('lambda.end').map(({ fields }) => fields['end'])).toContain('Runtime.ExitError');
    expect(application.lines('ssm.command')).toHaveLength(commandsSent);

    await application.pass(30);
    const [command, ...others] = application.lines('ssm.command');
    expect(others).toHaveLength(0);
    expect(application.roster().get(id ?? '')).toMatchObject({
      status: 'onboarded',
      commandId: command?.fields['commandId'],
    });
  });
});

describe('what cannot be dealt with', () => {
  it('reaches the dead-letter queue alone, and an alarm that is heard', async () => {
    const { cloud, launchQueueArn, deadLetterQueueArn } = application;
    cloud.sqs.put(launchQueueArn, { body: 'no event', senderId: 'somebody' });
    const [id] = launch(['amazonLinux2023']);
    const heard = () => cloud.sns.published.map(({ subject }) => subject);
    await application.pass(120);
    expect(application.roster().get(id ?? '')).toMatchObject({ status: 'onboarded' });
    // It is tried for as long as an outage may last, and somebody hears of it long before it is dead.
    expect(heard()).toEqual(['ALARM: Muster/Onboarding/LaunchesUnsettled']);
    await application.pass(480);
    expect(cloud.sqs.metrics(deadLetterQueueArn).ApproximateNumberOfMessagesVisible).toBe(1);
    expect(heard()).toContain('ALARM: Muster/Onboarding/LaunchesDeadLettered');
  });
});

describe('the permissions of the functions', () => {
  it('allow every call, and nothing that a function logs as a metric is malformed', async () => {
    launch(
      ['amazonLinux2023'],
      ['windowsServer2022'],
      ['debian12', { registration: { kind: 'late', delaySeconds: 2400 } }],
    );
    await application.pass(200);
    expect(application.cloud.observations.deniedCalls).toBe(0);
    expect(application.cloud.observations.cloudwatch.rejected).toEqual([]);
  });
});
