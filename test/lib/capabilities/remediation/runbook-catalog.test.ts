import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Instance, platforms, succeedingScript } from 'local-cloud';
import { accountId, region } from 'local-cloud/test/cloud-bench.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseStateChanges } from '../../../../lambdas/onboard/parse-state-changes.ts';
import { instanceRunbookIds } from '../../../../lib/capabilities/remediation/runbook-catalog.ts';
import { type RunbookBench, runbookBench, stepsOf } from './runbook-bench.ts';
import { type RunbookCase, runbookCases, withoutProfile } from './runbook-cases.ts';

/** The runbooks of roles, and their function, have tests of their own: role-access-runbooks. */
const ofRoles = /InstanceAccess|FleetRoles|RoleAccess/;

let bench: RunbookBench;
beforeAll(async () => {
  bench = await runbookBench();
});

/** What runbooks change of an instance. */
function stateOf(instance: Instance) {
  const { instanceProfileArn, httpTokens } = instance;
  return { instanceProfileArn, httpTokens, tags: instance.tags(bench.cloud.timeline.nowMs) };
}

const parametersOf = ({ parameters }: RunbookCase, { id }: Instance) => ({ ...parameters, InstanceId: id });
const runOn = (one: RunbookCase, instance: Instance, more: Readonly<Record<string, string>> = {}) =>
  bench.run(one.id, { ...parametersOf(one, instance), ...more });
const undo = (one: RunbookCase, instance: Instance, more: Readonly<Record<string, string>> = {}) =>
  bench.run(one.inverse, { ...parametersOf(one, instance), ...more });

describe.each(runbookCases)('the runbook $id', (one) => {
  it('mends an instance, and its inverse restores exactly what was there', async () => {
    const instance = await bench.launch(one.needy);
    const before = stateOf(instance);
    const ended = await runOn(one, instance);
    expect([ended.AutomationExecutionStatus, ended.FailureMessage]).toEqual(['Success', undefined]);
    expect(one.isMended(instance)).toBe(true);
    const undone = await undo(one, instance);
    expect([undone.AutomationExecutionStatus, undone.FailureMessage]).toEqual(['Success', undefined]);
    expect(stateOf(instance)).toEqual(before);
  });

  it('changes nothing on a dry run, and neither does its inverse', async () => {
    const instance = await bench.launch(one.needy);
    const before = stateOf(instance);
    const dry = await runOn(one, instance, { DryRun: 'true' });
    expect([dry.AutomationExecutionStatus, stateOf(instance)]).toEqual(['Success', before]);
    await runOn(one, instance);
    const mended = stateOf(instance);
    const undone = await undo(one, instance, { DryRun: 'true' });
    expect([undone.AutomationExecutionStatus, stateOf(instance)]).toEqual(['Success', mended]);
  });

  it('changes nothing of an instance that is compliant already', async () => {
    const instance = await bench.launch(one.compliant ?? one.needy);
    if (one.compliant === undefined) await runOn(one, instance);
    const before = stateOf(instance);
    const again = await runOn(one, instance);
    expect([again.AutomationExecutionStatus, stateOf(instance)]).toEqual(['Success', before]);
  });

  it('undoes nothing that it has not done', async () => {
    const { compliant = one.refused?.instance ?? one.needy } = one.parameters ? {} : one;
    const instance = await bench.launch(compliant);
    const before = stateOf(instance);
    const undone = await undo(one, instance);
    expect([undone.AutomationExecutionStatus, stateOf(instance)]).toEqual(['Success', before]);
  });

  it('does the same when it is started twice at once, and so does its inverse', async () => {
    const instance = await bench.launch(one.needy);
    const before = stateOf(instance);
    const other = await bench.start(one.id, parametersOf(one, instance));
    const ended = await runOn(one, instance);
    const otherEnded = await bench.execution(other);
    expect([ended, otherEnded].map((each) => each.AutomationExecutionStatus)).toEqual(['Success', 'Success']);
    expect(one.isMended(instance)).toBe(true);
    const otherUndo = await bench.start(one.inverse, parametersOf(one, instance));
    const undone = await undo(one, instance);
    const otherUndone = await bench.execution(otherUndo);
    expect([undone, otherUndone].map((each) => each.FailureMessage)).toEqual([undefined, undefined]);
    expect(stateOf(instance)).toEqual(before);
  });

  it.each(one.calls)('goes on after %s was throttled once', async (call) => {
    const instance = await bench.launch(one.needy);
    refuse(call, 'RequestLimitExceeded', 1);
    const ended = await runOn(one, instance);
    expect([ended.AutomationExecutionStatus, ended.FailureMessage]).toEqual(['Success', undefined]);
    expect(one.isMended(instance)).toBe(true);
  });

  it.each(one.calls)('fails when %s is refused, and the next run mends the instance', async (call) => {
    const instance = await bench.launch(one.needy);
    const before = stateOf(instance);
    refuse(call, 'UnauthorizedOperation', 3);
    const failed = await runOn(one, instance);
    expect(failed.AutomationExecutionStatus).toBe('Failed');
    await runOn(one, instance);
    expect(one.isMended(instance)).toBe(true);
    await undo(one, instance);
    expect(stateOf(instance)).toEqual(before);
  });

  it.each(one.callsOfInverse)('is undone by the next inverse when %s was refused', async (call) => {
    const instance = await bench.launch(one.needy);
    const before = stateOf(instance);
    await runOn(one, instance);
    refuse(call, 'UnauthorizedOperation', 3);
    expect((await undo(one, instance)).AutomationExecutionStatus).toBe('Failed');
    await undo(one, instance);
    expect(stateOf(instance)).toEqual(before);
  });

  it('is undone whenever it was stopped', async () => {
    for (let seconds = 0; seconds < 9; seconds += 0.5) {
      const instance = await bench.launch(one.needy);
      const before = stateOf(instance);
      const executionId = await bench.start(one.id, parametersOf(one, instance));
      await bench.cloud.pass(seconds);
      await bench.stop(executionId);
      await bench.cloud.pass(300);
      await undo(one, instance);
      expect(stateOf(instance), `stopped after ${seconds} s`).toEqual(before);
    }
  });
});

describe.each(runbookCases.filter(({ refused }) => refused !== undefined))('the runbook $id', (one) => {
  it('refuses what is in use by others', async () => {
    const instance = await bench.launch(one.refused?.instance);
    const before = stateOf(instance);
    const ended = await runOn(one, instance);
    expect([ended.AutomationExecutionStatus, stateOf(instance)]).toEqual(['Failed', before]);
    expect(stepsOf(ended).at(-1)).toBe(`${one.refused?.atStep} Failed`);
  });
});

describe('the runbook OnboardInstance', () => {
  it('puts an instance into the launch queue, as `muster retry` does', async () => {
    const instance = await bench.launch();
    const ended = await bench.run('OnboardInstance', { InstanceId: instance.id });
    expect(ended.FailureMessage).toBeUndefined();
    const [message, ...others] = bench.takeLaunchMessages();
    const record = { messageId: 'm-1', body: message ?? '', attributes: { SentTimestamp: '1767225600000' } };
    const { received, unreadable } = parseStateChanges([record], { account: accountId, region });
    expect([others, unreadable]).toEqual([[], []]);
    expect(received).toMatchObject([
      { content: { instanceId: instance.id, state: 'running', atMs: 1767225600000, isAnew: true } },
    ]);
  });

  it('puts nothing into it on a dry run, or for an instance that is gone', async () => {
    const instance = await bench.launch();
    await bench.run('OnboardInstance', { InstanceId: instance.id, DryRun: 'true' });
    bench.cloud.ec2.fleet.terminate(instance);
    await bench.cloud.pass(300);
    const ended = await bench.run('OnboardInstance', { InstanceId: instance.id });
    expect(ended.AutomationExecutionStatus).toBe('Failed');
    expect(bench.takeLaunchMessages()).toEqual([]);
  });
});

describe('the runbook PatchInstance', () => {
  const onCluster = { tags: { 'aws:elasticmapreduce:job-flow-id': 'j-1' } };

  it.each([
    ['scans', {}, 'Scan', 'patch Success'],
    ['installs', {}, 'Install', 'patch Success'],
    ['scans, on a node of EMR too,', onCluster, 'Scan', 'patch Success'],
    ['never installs on a node of EMR', onCluster, 'Install', 'refuseOnCluster Failed'],
    ['fails without a command on a silent instance', withoutProfile, 'Scan', 'isOnline Failed'],
  ])('%s', async (_, changes, Operation, last) => {
    const instance = await bench.launch(changes);
    const ended = await bench.run('PatchInstance', { InstanceId: instance.id, Operation });
    expect(stepsOf(ended).at(-1)).toBe(last);
  });
});

describe('a runbook that sends a command', () => {
  const slow = { script: { ...succeedingScript, durationSeconds: { min: 900, max: 900 } } };

  it.each(['PatchInstance', 'UpdateSsmAgent', 'RestartSsmAgent'] as const)(
    'cancels it when %s is stopped',
    async (id) => {
      const instance = await bench.launch({ ...slow, agentVersion: '3.1.0.0' });
      const executionId = await bench.start(id, { InstanceId: instance.id });
      await bench.cloud.pass(60);
      await bench.stop(executionId);
      await bench.cloud.pass(300);
      const { AutomationExecutionStatus: status } = await bench.execution(executionId);
      expect(status).toBe('Cancelled');
      expect(await bench.latestCommand()).toMatchObject({ Status: 'Cancelled', InstanceIds: [instance.id] });
    },
  );
});

describe('the runbook UpdateSsmAgent', () => {
  it.each([
    ['updates an old agent', '3.1.0.0', {}, 'update Success'],
    ['leaves the newest agent', '3.3.4177.0', {}, 'mayChange Success'],
    ['changes nothing on a dry run', '3.1.0.0', { DryRun: 'true' }, 'mayChange Success'],
  ])('%s', async (_, agentVersion, more, last) => {
    const instance = await bench.launch({ agentVersion });
    const ended = await bench.run('UpdateSsmAgent', { InstanceId: instance.id, ...more });
    expect(stepsOf(ended).at(-1)).toBe(last);
  });
});

describe('the runbook RestartSsmAgent', () => {
  const windows = { platform: platforms.windowsServer2022 };

  it.each([
    ['restarts it on Linux, and looks that it answers', {}, 'answersAgain Success', 'AWS-RunShellScript'],
    ['restarts it on Windows', windows, 'answersAgain Success', 'AWS-RunPowerShellScript'],
  ])('%s', async (_, changes, last, document) => {
    const instance = await bench.launch(changes);
    const ended = await bench.run('RestartSsmAgent', { InstanceId: instance.id });
    expect(stepsOf(ended).at(-1)).toBe(last);
    expect(await bench.latestCommand()).toMatchObject({ DocumentName: document, InstanceIds: [instance.id] });
  });

  it('sends nothing on a dry run, and nothing to a silent instance', async () => {
    const dry = await bench.run('RestartSsmAgent', { InstanceId: (await bench.launch()).id, DryRun: 'true' });
    expect(stepsOf(dry).at(-1)).toBe('mayChange Success');
    const silent = await bench.launch(withoutProfile);
    const refused = await bench.run('RestartSsmAgent', { InstanceId: silent.id });
    expect(stepsOf(refused)).toEqual(['isOnline Failed']);
  });

  it('has a command that sh reads, and that waits until its own end has been told', async () => {
    const instance = await bench.launch();
    await bench.run('RestartSsmAgent', { InstanceId: instance.id });
    const [script = ''] = (await bench.latestCommand())?.Parameters?.['commands'] ?? [];
    expect(spawnSync('sh', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
    // Each restart stands behind a wait.
    for (const line of script.split('\n').filter((one) => /restart/.test(one)))
      expect(line).toMatch(/--on-active=10|sleep 10;/);
  });
});

describe('the documentation', () => {
  it('says for each runbook how many steps AWS bills, and how it is undone', async () => {
    const page = readFileSync('docs/estate/remediation.md', 'utf8');
    const rows = [...page.matchAll(/^\| `(\w+)` \|.*\| (\d+) \|[^|]*\|$/gm)];
    const told = Object.fromEntries(
      rows.filter(([, id = '']) => !ofRoles.test(id)).map(([, id = '', steps]) => [id, Number(steps)]),
    );
    expect(told).toEqual(Object.fromEntries(bench.stepsMax()));
    for (const { id, inverse } of runbookCases)
      expect(page).toMatch(new RegExp(`^\\| \`${id}\` \\|.*\`${inverse}\`.* \\|$`, 'm'));
  });
});

describe.each(instanceRunbookIds)('over a tag, the runbook %s', (id) => {
  it('finds the instances by the right of its own role', async () => {
    const instance = await bench.launch({ tags: { [id]: 'yes' } });
    const parameters = /PatchGroup/.test(id) ? { PatchGroup: 'web' } : {};
    const parent = await bench.execution(await bench.startOver(id, [id, 'yes'], parameters));
    expect(parent.ResolvedTargets?.ParameterValues).toEqual([instance.id]);
  });
});

describe('the roles of the runbooks', () => {
  it('have no right that none of these runs has used', () => {
    const unused = bench.cloud.access
      .unusedPermissions()
      .filter(({ roleArn }) => roleArn.includes('MusterRemediation') && !ofRoles.test(roleArn));
    expect(unused).toEqual([]);
  });
});

function refuse(call: string, code: string, times: number): void {
  const [service = '', operation = ''] = call.split(':');
  bench.refuse(service, operation, code, times);
}
