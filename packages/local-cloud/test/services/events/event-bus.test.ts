import { describe, expect, test } from 'vitest';
import { accountId } from '../../accounts.ts';
import { busBench, queueArn, ruleArn, running, targetsWith } from './bus-bench.ts';

describe('service events', () => {
  test("reach the targets of matching rules in AWS's envelope, a little later", () => {
    const { host, bus, delivered, startMs } = busBench();
    bus.putServiceEvent(running);
    bus.putServiceEvent({ ...running, detail: { ...running.detail, state: 'pending' } });
    host.runAll();
    expect(delivered).toHaveLength(1);
    expect(delivered[0]?.target).toEqual({ arn: queueArn, roleArn: undefined, ruleArn });
    expect(JSON.parse(delivered[0]?.payload ?? '')).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'EC2 Instance State-change Notification',
      source: 'aws.ec2',
      account: accountId,
      time: '2026-11-21T12:00:00Z',
      region: 'eu-west-1',
      resources: running.resources,
      detail: running.detail,
    });
    const latencyMs = (delivered[0]?.atMs ?? 0) - startMs;
    expect(latencyMs).toBeGreaterThanOrEqual(40);
    expect(latencyMs).toBeLessThanOrEqual(400);
  });

  test('the same seed gives the same ids and times, another seed others', () => {
    const run = (seed: number) => {
      const { host, bus, delivered } = busBench({ seed });
      for (let n = 0; n < 5; n++) bus.putServiceEvent(running);
      host.runAll();
      return delivered;
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  test('a transit may lose, repeat and delay an event', () => {
    const journeys = [[], [10, 5000], [1]];
    const { host, bus, delivered, startMs } = busBench({ transit: () => journeys.shift() ?? [] });
    for (let n = 0; n < 3; n++) bus.putServiceEvent(running);
    host.runAll();
    expect(delivered.map(({ atMs }) => atMs - startMs)).toEqual([1, 10, 5000]);
  });

  test('a disabled rule delivers nothing', () => {
    const { host, bus, delivered } = busBench({ properties: { State: 'DISABLED' } });
    bus.putServiceEvent(running);
    host.runAll();
    expect(delivered).toEqual([]);
  });

  test('a target receives the event as its transformer changes it', () => {
    const { host, bus, delivered } = busBench(
      targetsWith({
        InputTransformer: { InputPathsMap: { id: '$.detail.instance-id' }, InputTemplate: '{"id": <id>}' },
      }),
    );
    bus.putServiceEvent(running);
    host.runAll();
    expect(delivered[0]?.payload).toBe('{"id": "i-0123"}');
  });
});
