import type { Instance } from 'local-cloud';
import { beforeEach, describe, expect, it } from 'vitest';
import { assemblyFolderWith } from '../synthesized.ts';
import { type Application, specOf, startApplication } from './application.ts';

const noProfile = { kind: 'never', cause: 'no-instance-profile' } as const;

/** The application with notices, and with runbooks that may fail. */
const start = (own: object = {}) =>
  startApplication(1, assemblyFolderWith({ notices: own, remediation: {} }), ['notices', 'remediation']);

let application: Application;
beforeEach(async () => {
  application = await start();
  await application.pass(20);
});

function launch(count: number): readonly Instance[] {
  const { instanceProfileArn: _, ...spec } = specOf('amazonLinux2023');
  return application.cloud.ec2.launch(
    Array.from({ length: count }, () => ({ ...spec, registration: noProfile })),
  );
}

/** The subjects of the messages so far. Alarms have a topic of their own. */
const subjects = () =>
  application.cloud.sns.published.flatMap(({ subject = '' }) =>
    subject.startsWith('Muster: ') ? subject : [],
  );
const latestBody = () => application.cloud.sns.published.at(-1)?.message ?? '';

/** Puts an event as AWS does. */
const happen = (detailType: string, detail: Readonly<Record<string, unknown>>) =>
  application.cloud.events.putServiceEvent({ source: 'aws.ssm', detailType, resources: [], detail });

describe('people', () => {
  it('get one message about thirty instances with one cause, with what to do', async () => {
    const [first] = launch(30);
    await application.pass(180);
    expect(subjects()).toEqual(['Muster: 30 instances are unmanaged: NoInstanceProfile']);
    expect(latestBody()).toContain('What to do: Attach the instance profile');
    expect(latestBody()).toContain('and 10 more');
    expect(latestBody()).toContain('All of them: muster unmanaged');
    expect(latestBody()).toMatch(/^https:\/\/\S+instanceId=i-/m);
    expect(first).toBeDefined();
  });

  it('hear nothing more of the same instances, although Muster looks at them every day', async () => {
    launch(2);
    await application.pass(27 * 60);
    expect(subjects()).toEqual(['Muster: 2 instances are unmanaged: NoInstanceProfile']);
  });

  it('hear of what came while the function could tell nobody', async () => {
    const publish = { times: 0 };
    application.cloud.faults = {
      interfere(call, answer) {
        if (!call.request.host.startsWith('sns.')) return answer(call.serve(call.request));
        publish.times++;
        return answer(new Error('no answer'));
      },
    };
    launch(3);
    await application.pass(180);
    expect(publish.times).toBeGreaterThan(3);
    expect(subjects()).toEqual([]);
    application.cloud.faults = {};
    await application.pass(20);
    expect(subjects()).toEqual(['Muster: 3 instances are unmanaged: NoInstanceProfile']);
  });

  it('hear of windows, associations and compliance, each once, whatever the names of others hold', async () => {
    const window = { 'window-id': 'mw-0123456789abcdef0', 'start-time': 'now', 'end-time': 'now' };
    happen('Maintenance Window Execution State-change Notification', {
      ...{ ...window, 'window-execution-id': 'a', status: 'FAILED' },
    });
    happen('Maintenance Window Execution State-change Notification', {
      ...{ ...window, 'window-execution-id': 'b', status: 'SUCCESS' },
    });
    for (const id of ['i-01', 'i-02', 'i-02'])
      happen('EC2 State Manager Instance Association State Change', {
        ...{ 'association-id': 'assoc-1', 'instance-id': id, 'document-name': 'Evil\u001b[2J\u202ename' },
        ...{ status: 'Failed', 'detailed-status': 'Failed' },
      });
    happen('Configuration Compliance State Change', {
      ...{ 'resource-id': 'mi-01', 'compliance-type': 'Patch', 'compliance-status': 'non_compliant' },
    });
    await application.pass(20);
    expect(subjects().toSorted()).toEqual([
      'Muster: 1 execution: the window mw-0123456789abcdef0 ended as FAILED',
      'Muster: 1 node is not compliant: Patch is non_compliant',
      'Muster: 2 nodes: the association assoc-1 (Evil [2J name) ended as Failed',
    ]);
  });

  it('see in the entry of an instance what was judged last, in whatever order events come', async () => {
    const [instance] = launch(1);
    if (instance === undefined) throw new Error('one instance');
    await application.pass(30);
    const judge = (type: string, status: string, delayMs: number) => {
      application.cloud.faults = { transit: () => [delayMs] };
      happen('Configuration Compliance State Change', {
        ...{ 'resource-id': instance.id, 'compliance-type': type, 'compliance-status': status },
      });
    };
    judge('Patch', 'non_compliant', 20 * 60_000);
    judge('Association', 'non_compliant', 10);
    await application.pass(1);
    judge('Patch', 'compliant', 10);
    await application.pass(60);
    expect(application.roster().get(instance.id)).toMatchObject({
      patchCompliance: expect.stringMatching(/^\d{13} compliant$/),
      associationCompliance: expect.stringMatching(/^\d{13} non_compliant$/),
    });
  });

  it('hear of runbooks that fail', async () => {
    const input = {
      DocumentName: 'Muster-RequireImdsv2',
      Parameters: { InstanceId: ['i-0123456789abcdef0'] },
    };
    for (let count = 0; count < 3; count++)
      application.cloud.gateway.call(
        { service: 'ssm', name: 'StartAutomationExecution', input },
        { kind: 'administrator' },
      );
    await application.pass(30);
    expect(subjects()).toEqual(['Muster: 3 executions: Muster-RequireImdsv2 ended as Failed']);
    expect(latestBody()).toMatch(/systems-manager\/automation\/execution\/[0-9a-f-]{36}\?region=/);
  });
});

describe('whoever leaves the outcomes out', () => {
  it('hears of events alone', async () => {
    application = await start({ outcomes: false });
    launch(2);
    happen('Configuration Compliance State Change', {
      ...{ 'resource-id': 'i-01', 'compliance-type': 'Association', 'compliance-status': 'non_compliant' },
    });
    await application.pass(180);
    expect(subjects()).toEqual(['Muster: 1 node is not compliant: Association is non_compliant']);
  });
});

describe('with OpsItems', () => {
  /** The OpsItems, newest first. */
  const opsItems = () => {
    const { cloud } = application;
    return cloud.ssm.operations.DescribeOpsItems.run({}, cloud.administrator()).OpsItemSummaries ?? [];
  };

  it('thirty instances open one, a second message opens none while it is open, and people are told all the same', async () => {
    application = await start({ opsItems: true });
    await application.pass(20);
    launch(30);
    await application.pass(180);
    expect(opsItems()).toMatchObject([
      { Title: 'Muster: 30 instances are unmanaged: NoInstanceProfile', Source: 'Muster', Status: 'Open' },
    ]);
    launch(2);
    await application.pass(180);
    expect(subjects()).toEqual([
      'Muster: 30 instances are unmanaged: NoInstanceProfile',
      'Muster: 2 instances are unmanaged: NoInstanceProfile',
    ]);
    expect(opsItems()).toHaveLength(1);
    const { cloud } = application;
    const resolved = { OpsItemId: opsItems()[0]?.OpsItemId, Status: 'Resolved' } as const;
    cloud.ssm.operations.UpdateOpsItem.run(resolved, cloud.administrator());
    launch(1);
    await application.pass(180);
    expect(opsItems()).toMatchObject([
      { Title: 'Muster: 1 instance is unmanaged: NoInstanceProfile', Status: 'Open' },
      { Status: 'Resolved' },
    ]);
  });
});
