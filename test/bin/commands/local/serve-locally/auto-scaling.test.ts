import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultPlace, instanceLike, LocalCloud, startServer, stopServer } from 'local-cloud';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installedClis, runCli } from './installed-clis.ts';

const home = mkdtempSync(join(tmpdir(), 'muster-auto-scaling-'));
const [cli] = installedClis();
if (cli === undefined)
  process.stderr.write(
    'skipped: the AWS CLI is not installed (test/bin/commands/local/serve-locally/auto-scaling.test.ts)\n',
  );

const cloud = new LocalCloud({ ...defaultPlace, seed: 1, startMs: Date.UTC(2026, 0, 1) });
let server: Server;
let url = '';

beforeAll(async () => {
  cloud.autoScaling.templates.declare({ id: 'lt-1', name: 'web', spec: instanceLike('amazonLinux2023') });
  const started = await startServer(cloud, 0);
  server = started.server;
  url = `http://127.0.0.1:${started.port}`;
});

afterAll(() => {
  stopServer(server);
  rmSync(home, { recursive: true });
});

/** What a command prints. */
async function aws(...args: readonly string[]) {
  const printed = await runCli({ program: 'aws' }, { url, region: cloud.region, home }, args);
  return printed === '' ? undefined : JSON.parse(printed);
}

const group = ['--auto-scaling-group-name', 'web'] as const;
const hook = ['--lifecycle-hook-name', 'gate'] as const;

/** The states of the instances of the group, by their ids. */
async function states(): Promise<[id: string, state: string][]> {
  const { AutoScalingGroups: groups } = await aws(
    ...['autoscaling', 'describe-auto-scaling-groups', '--auto-scaling-group-names', 'web'],
  );
  return groups[0].Instances.map((one: { InstanceId: string; LifecycleState: string }) => [
    one.InstanceId,
    one.LifecycleState,
  ]);
}

describe.skipIf(cli === undefined)('Auto Scaling, typed into the AWS CLI', () => {
  it('holds an instance until its action is completed', async () => {
    const template = ['--launch-template', 'LaunchTemplateName=web,Version=$Latest'];
    const sizes = ['--min-size', '0', '--max-size', '2', '--availability-zones', `${cloud.region}a`];
    await aws('autoscaling', 'create-auto-scaling-group', ...group, ...template, ...sizes);
    const transition = ['--lifecycle-transition', 'autoscaling:EC2_INSTANCE_LAUNCHING'];
    const timeout = ['--heartbeat-timeout', '300', '--default-result', 'CONTINUE'];
    await aws('autoscaling', 'put-lifecycle-hook', ...group, ...hook, ...transition, ...timeout);
    expect(await aws('autoscaling', 'describe-lifecycle-hooks', ...group)).toEqual({
      LifecycleHooks: [
        {
          ...{ LifecycleHookName: 'gate', AutoScalingGroupName: 'web', HeartbeatTimeout: 300 },
          ...{ LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING', GlobalTimeout: 30_000 },
          DefaultResult: 'CONTINUE',
        },
      ],
    });
    await aws('autoscaling', 'set-desired-capacity', ...group, '--desired-capacity', '1');
    await cloud.pass(40);
    const [[id = '', state] = []] = await states();
    expect(state).toBe('Pending:Wait');
    const action = [...group, ...hook, '--instance-id', id];
    await aws('autoscaling', 'record-lifecycle-action-heartbeat', ...action);
    const result = ['--lifecycle-action-result', 'CONTINUE'];
    await aws('autoscaling', 'complete-lifecycle-action', ...action, ...result);
    expect(await states()).toEqual([[id, 'InService']]);
    await expect(aws('autoscaling', 'complete-lifecycle-action', ...action, ...result)).rejects.toThrow(
      `(ValidationError) when calling the CompleteLifecycleAction operation: No active Lifecycle Action found with instance ID ${id}`,
    );
  });

  it('warms a pool, and goes with all instances', async () => {
    await aws('autoscaling', 'delete-lifecycle-hook', ...group, ...hook);
    await aws('autoscaling', 'put-warm-pool', ...group, '--pool-state', 'Running');
    await cloud.pass(40);
    const { Instances: warm } = await aws('autoscaling', 'describe-warm-pool', ...group);
    expect(warm).toEqual([expect.objectContaining({ LifecycleState: 'Warmed:Running' })]);
    await aws('autoscaling', 'delete-auto-scaling-group', ...group, '--force-delete');
    expect(await aws('autoscaling', 'describe-auto-scaling-groups')).toEqual({ AutoScalingGroups: [] });
  });
});
