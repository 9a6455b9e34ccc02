import { type InstanceSpec, succeedingScript } from 'local-cloud';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Application, specOf, startApplication } from './application.ts';

let application: Application;

beforeEach(async () => {
  application = await startApplication();
});

const launch = (changes: Partial<InstanceSpec> = {}): string => {
  const [instance] = application.cloud.ec2.fleet.launch([specOf('amazonLinux2023', changes)]);
  return instance?.id ?? '';
};
const entryOf = (id: string) => application.roster().get(id);
const commands = () => application.lines('ssm.command');
const script = (...exitCodes: [number, ...number[]]) => ({ script: { ...succeedingScript, exitCodes } });

describe('an instance that registers late', () => {
  it.each([12, 47, 100])('after %i minutes is onboarded soon after', async (minutes) => {
    const id = launch({ registration: { kind: 'late', delaySeconds: minutes * 60 } });
    await application.pass(minutes + 30);
    expect(entryOf(id)).toMatchObject({ status: 'onboarded', reason: 'Onboarded' });
  });

  it('past the horizon is called unmanaged with its cause, and onboarded when it registers all the same', async () => {
    const id = launch({ registration: { kind: 'late', delaySeconds: 20 * 3600 } });
    await application.pass(180);
    expect(entryOf(id)).toMatchObject({ status: 'unmanaged', reason: 'AgentSilent' });
    await application.pass(20 * 60);
    expect(entryOf(id)).toMatchObject({ status: 'onboarded' });
    expect(commands()).toHaveLength(1);
  });
});

describe('a command', () => {
  it('that succeeds makes its instance onboarded, with how it ended', async () => {
    const id = launch();
    await application.pass(30);
    expect(entryOf(id)).toMatchObject({ status: 'onboarded', statusDetails: 'Success', exitCode: '0' });
    expect(entryOf(id)?.['dueAt']).toBeUndefined();
  });

  it('that fails for good makes its instance failed, with the reason of the exit code', async () => {
    const id = launch(script(21));
    await application.pass(60);
    expect(entryOf(id)).toMatchObject({ status: 'failed', reason: 'ChecksumWrong', exitCode: '21' });
    expect(entryOf(id)?.['problemShard']).toMatch(/^problem-\d\d$/);
    expect(commands()).toHaveLength(1);
  });

  it('that fails in passing is sent again, until it succeeds', async () => {
    const id = launch(script(20, 0));
    await application.pass(60);
    expect(entryOf(id)).toMatchObject({ status: 'onboarded' });
    expect(commands()).toHaveLength(2);
  });

  it('that fails in passing too often is failed', async () => {
    const id = launch(script(20));
    await application.pass(120);
    expect(entryOf(id)).toMatchObject({ status: 'failed', reason: 'DownloadFailed', attempts: '3' });
    expect(commands()).toHaveLength(3);
  });

  it('whose instance falls silent is settled at its deadline, without an event', async () => {
    const id = launch({ script: { ...succeedingScript, ending: 'vanishes' } });
    await application.pass(8 * 60);
    expect(['failed', 'unmanaged']).toContain(entryOf(id)?.['status']);
    expect(commands().length).toBeLessThanOrEqual(3);
  });

  it('that is under way when its instance restarts is read, and not sent again', async () => {
    const id = launch({ lifecycle: { stoppedAfterSeconds: 900, restartedAfterSeconds: 600 } });
    await application.pass(90);
    expect(entryOf(id)).toMatchObject({ status: 'onboarded' });
    expect(commands()).toHaveLength(1);
  });
});

describe('the sweep', () => {
  it('finds a launch whose event was lost', async () => {
    const { cloud, launchQueueArn } = application;
    const id = launch();
    // The queue loses everything that is in it before it is delivered.
    await cloud.loop.run({ untilMs: cloud.timeline.nowMs + 120_000 });
    cloud.sqs.queue(launchQueueArn).purge();
    await application.pass(30);
    expect(entryOf(id)).toBeUndefined();
    await application.pass(120);
    expect(entryOf(id)).toMatchObject({ status: 'onboarded' });
  });

  it('closes the entry of an instance whose end was lost', async () => {
    const { cloud, launchQueueArn } = application;
    const id = launch({ lifecycle: { terminatedAfterSeconds: 1800 } });
    await application.pass(29);
    expect(entryOf(id)).toMatchObject({ status: 'onboarded' });
    await application.pass(4);
    cloud.sqs.queue(launchQueueArn).purge();
    await application.pass(150);
    expect(entryOf(id)).toMatchObject({ status: 'gone', reason: 'Terminated' });
  });

  it('finds an instance of which every event was lost, also when the two sweeps after its end do not come', async () => {
    const { cloud } = application;
    const endMinutes = 28;
    const endMs = cloud.timeline.nowMs + endMinutes * 60_000;
    let skipped = 0;
    cloud.faults = {
      transit: ({ source }) => (source === 'aws.ec2' ? [] : undefined),
      scheduleTransit: ({ name }) => {
        const isSkipped = name.includes('SweepingFrequent') && cloud.timeline.nowMs > endMs && skipped < 2;
        if (isSkipped) skipped++;
        return isSkipped ? [] : undefined;
      },
    };
    const id = launch({ lifecycle: { terminatedAfterSeconds: endMinutes * 60 } });
    await application.pass(150);
    expect(skipped).toBe(2);
    expect(entryOf(id)).toMatchObject({ status: 'gone', reason: 'Terminated' });
  });

  it('measures coverage', async () => {
    launch();
    launch({ registration: { kind: 'never', cause: 'no-agent' } });
    await application.pass(240);
    const totals = application.cloud.observations.cloudwatch.totals();
    const latest = (name: string) => totals.find((metric) => metric.name === name);
    expect(latest('ShareOnboarded')?.max).toBe(50);
    expect(latest('UnmanagedByCause')?.dimensions).toMatchObject({ cause: 'AgentSilent' });
  });
});

describe('an entry that comes to rest', () => {
  it('is told of, once, by an event that others can subscribe to', async () => {
    const id = launch();
    launch(script(21));
    await application.pass(60);
    const told = application.lines('events.put').filter(({ fields }) => fields['source'] === 'muster');
    expect(told.map(({ fields }) => fields['detailType']).sort()).toEqual([
      'Instance Failed',
      'Instance Onboarded',
    ]);
    expect(entryOf(id)).toBeDefined();
  });
});
