import { accountId } from 'local-cloud/test/cloud-bench.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { type RunbookBench, runbookBench, stepsOf } from '../runbook-bench.ts';
import { withoutProfile } from '../runbook-cases.ts';

let bench: RunbookBench;
beforeAll(async () => {
  bench = await runbookBench();
});

describe('the runbook AttachInstanceProfile', () => {
  it('refuses an instance that does not run', async () => {
    const instance = await bench.launch(withoutProfile);
    bench.cloud.ec2.fleet.stop(instance);
    await bench.cloud.pass(300);
    const ended = await bench.run('AttachInstanceProfile', { InstanceId: instance.id });
    expect(stepsOf(ended)).toEqual(['isRunning Failed']);
  });

  it('says the truth of an instance that does not register: it fails', async () => {
    const instance = await bench.launch({ registration: { kind: 'never', cause: 'no-agent' } });
    const ended = await bench.run('AttachInstanceProfile', { InstanceId: instance.id });
    expect(ended.AutomationExecutionStatus).toBe('TimedOut');
    expect(stepsOf(ended).at(-1)).toBe('waitForAgent TimedOut');
    await bench.run('DetachInstanceProfile', { InstanceId: instance.id });
    expect(instance.instanceProfileArn).toBeUndefined();
  });

  it('attaches nothing when the role may not register nodes', async () => {
    const { policyArn, roleName } = bench.access();
    const role = bench.cloud.iam.directory.role(roleName);
    role.attachedPolicyArns.delete(policyArn);
    const instance = await bench.launch(withoutProfile);
    const ended = await bench.run('AttachInstanceProfile', { InstanceId: instance.id });
    role.attachedPolicyArns.add(policyArn);
    expect(stepsOf(ended).at(-1)).toBe('isRoleFit Failed');
    expect(instance.instanceProfileArn).toBeUndefined();
  });

  it('leaves a profile that somebody else has put in its place', async () => {
    const instance = await bench.launch(withoutProfile);
    await bench.run('AttachInstanceProfile', { InstanceId: instance.id });
    const other = `arn:aws:iam::${accountId}:instance-profile/other`;
    bench.cloud.iam.directory.adoptProfile(other);
    instance.instanceProfileArn = other;
    await bench.run('DetachInstanceProfile', { InstanceId: instance.id });
    expect(instance.instanceProfileArn).toBe(other);
    expect(instance.tags(bench.cloud.timeline.nowMs)).toEqual({});
  });
});
