import { describe, expect, it } from 'vitest';
import { succeedingScript } from '../../../../src/agent/instance-spec.ts';
import { accountId, writeBundle } from '../../../cloud-bench.ts';
import { spec } from '../../ec2/pretend-world.ts';
import {
  type BenchOptions,
  call,
  enough,
  maintenanceBench,
  onTarget,
  patch,
  roleArn,
} from './maintenance-bench.ts';

const failingScript = { ...succeedingScript, exitCodes: [1] as const };
const web = (more: object = {}) => spec({ tags: { Role: 'web' }, ...more });
const install = { ...patch, ...onTarget };
const open = async (options: BenchOptions, ...specs: ReturnType<typeof spec>[]) => {
  const bench = await maintenanceBench(options);
  const instances = bench.cloud.ec2.launch(specs);
  return Object.assign(bench, { ids: instances.map(({ id }) => id) });
};
const only = (bench: Awaited<ReturnType<typeof open>>) => bench.execution.tasks[0];

describe('a command of a window', () => {
  it('fails with the command', async () => {
    const bench = await open({ tasks: { Install: install } }, web({ script: failingScript }));
    await bench.passUntil(1);
    expect(only(bench)).toMatchObject({ status: 'FAILED', invocations: [{ details: 'Failed' }] });
  });

  it('that its role may not send fails, and says why', async () => {
    const statements = enough.slice(1);
    const bench = await open({ tasks: { Install: install }, statements }, web());
    await bench.passUntil(1);
    expect(only(bench)?.invocations).toMatchObject([
      { status: 'FAILED', executionId: undefined, details: expect.stringContaining('ssm:SendCommand') },
    ]);
  });

  it('fails when Systems Manager may not assume the role', async () => {
    const bench = await open({ tasks: { Install: install }, service: 'lambda.amazonaws.com' }, web());
    await bench.passUntil(1);
    expect(only(bench)).toMatchObject({
      ...{ status: 'FAILED', invocations: [] },
      details: `Systems Manager may not assume the role ${roleArn}.`,
    });
  });

  it('goes to the managed instances of a resource group, which its role finds', async () => {
    const TagFilters = [{ Key: 'Role', Values: ['web'] }];
    const query = { ResourceTypeFilters: ['AWS::AllSupported'], TagFilters };
    const target = {
      ResourceType: 'RESOURCE_GROUP',
      Targets: [{ Key: 'resource-groups:Name', Values: ['web'] }],
    };
    const options = { tasks: { Install: install }, target };
    const bench = await open(options, web(), web({ registration: { kind: 'never', cause: 'no-agent' } }));
    bench.cloud.resourceGroups.operations.CreateGroup.run(
      { Name: 'web', ResourceQuery: { Type: 'TAG_FILTERS_1_0', Query: JSON.stringify(query) } },
      bench.cloud.administrator(),
    );
    await bench.passUntil(1);
    expect(await bench.commands()).toMatchObject([{ InstanceIds: [bench.ids[0]], Status: 'Success' }]);
  });

  it('cannot name a single instance', async () => {
    const Parameters = { Operation: ['Install'], AssociationId: ['{{RESOURCE_ID}}'] };
    const TaskInvocationParameters = { MaintenanceWindowRunCommandParameters: { Parameters } };
    const bench = await open({ tasks: { Install: { ...install, TaskInvocationParameters } } }, web());
    await expect(bench.passUntil(1)).rejects.toThrow('the pseudo parameter {{RESOURCE_ID}}');
  });
});

describe('a function of a window', () => {
  const folder = () =>
    writeBundle('exports.handler = async (event) => { if (event.fail) throw new Error("no"); };');

  it('is called once in all without targets, with its payload', async () => {
    const tasks = { Call: call({ window: '{{WINDOW_ID}}' }) };
    const bench = await open({ tasks, bundle: folder() });
    await bench.passUntil(1);
    expect(only(bench)?.invocations).toMatchObject([
      { details: undefined, status: 'SUCCESS', parameters: `{"window":"${bench.windowId}"}` },
    ]);
  });

  it('is called for each instance of the targets', async () => {
    const tasks = { Call: { ...call({ id: '{{RESOURCE_ID}}', kind: '{{TARGET_TYPE}}' }), ...onTarget } };
    const bench = await open({ tasks, bundle: folder() }, web(), web());
    await bench.passUntil(1);
    const asked = only(bench)?.invocations.map(({ parameters }): unknown => JSON.parse(parameters));
    expect(asked).toEqual(bench.ids.map((id) => ({ id, kind: 'INSTANCE' })));
  });

  it('is not called for further instances after too many errors', async () => {
    const tasks = { Call: { ...call({ fail: true }), ...onTarget, MaxConcurrency: '1', MaxErrors: '1' } };
    const bench = await open({ tasks, bundle: folder() }, web(), web(), web(), web());
    await bench.passUntil(1);
    expect(only(bench)?.invocations.map(({ status }) => status)).toEqual(['FAILED', 'FAILED']);
    expect(only(bench)?.status).toBe('FAILED');
  });

  it.each([
    [true, ['helper SUCCESS', 'AWS-RunPatchBaseline IN_PROGRESS'], 1],
    [false, ['helper SUCCESS', 'AWS-RunPatchBaseline IN_PROGRESS'], 0],
  ])('is waited for, or not: %s', async (windowsWaitForFunctions, tasks, slept) => {
    const bundle = writeBundle('exports.handler = () => new Promise((done) => setTimeout(done, 30_000));');
    const bench = await open(
      {
        tasks: { Call: { ...call(), Priority: 0 }, Install: install },
        ...{ bundle, ssm: { windowsWaitForFunctions } },
      },
      web(),
    );
    await bench.passUntil(0.013);
    expect(bench.tasks).toEqual(tasks);
    const [first, second] = bench.execution.tasks;
    const waitedSeconds = ((second?.startedMs ?? 0) - (first?.startedMs ?? 0)) / 1000;
    expect(Math.floor(waitedSeconds / 30)).toBe(slept);
  });
});

it.each(['AUTOMATION', 'STEP_FUNCTIONS'])(
  'a task of the type %s is not emulated when it would run',
  async (type) => {
    const bench = await open({ tasks: { Other: { TaskType: type, TaskArn: 'Other' } } });
    await bench.passUntil(-1);
    await expect(bench.passUntil(1)).rejects.toThrow(`${type} tasks of maintenance windows`);
  },
);

it('changes of status are events', async () => {
  const bench = await maintenanceBench({ tasks: { Install: install } });
  const seen: unknown[] = [];
  const { events } = bench.cloud;
  const put = events.putServiceEvent.bind(events);
  events.putServiceEvent = (event) => {
    if (event.detailType.startsWith('Maintenance Window'))
      seen.push([event.detailType, event.detail['status'], event.resources]);
    put(event);
  };
  bench.cloud.ec2.launch([web()]);
  await bench.passUntil(1);
  const resources = [`arn:aws:ssm:eu-west-1:${accountId}:maintenancewindow/${bench.windowId}`];
  const named = (what: string) => `Maintenance Window ${what} State-change Notification`;
  expect(seen).toEqual([
    [named('Execution'), 'IN_PROGRESS', resources],
    [named('Task Execution'), 'IN_PROGRESS', resources],
    [named('Task Target Invocation'), 'IN_PROGRESS', resources],
    [named('Task Target Invocation'), 'SUCCESS', resources],
    [named('Task Execution'), 'SUCCESS', resources],
    [named('Execution'), 'SUCCESS', resources],
  ]);
});
