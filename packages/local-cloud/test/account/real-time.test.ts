import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { RealTime } from '../../src/account/real-time.ts';
import { jsonRequest, newCloud, startMs } from '../cloud-bench.ts';

let realTime: RealTime | undefined;
afterEach(() => realTime?.stop());

/** Starts a cloud in real time and collects the errors that end its run. */
function start() {
  const { cloud } = newCloud();
  const running = new RealTime(cloud);
  realTime = running;
  const errors: unknown[] = [];
  running.start((error) => errors.push(error));
  const beganMs = performance.now();
  return {
    cloud,
    errors,
    passedMs: () => performance.now() - beganMs,
    virtualMs: () => cloud.timeline.nowMs - startMs,
  };
}

describe('real time', () => {
  it('moves virtual time with the system clock, never ahead of it', async () => {
    const { virtualMs, passedMs, errors } = start();
    const lags: number[] = [];
    for (let n = 0; n < 4; n++) {
      await sleep(100);
      lags.push(passedMs() - virtualMs());
    }
    expect(virtualMs()).toBeGreaterThan(250);
    for (const lagMs of lags) expect(lagMs).toBeGreaterThan(-10);
    expect(Math.min(...lags)).toBeLessThan(100);
    expect(errors).toEqual([]);
  });

  it('runs appointments when they are due, and lets code settle', async () => {
    const { cloud, virtualMs } = start();
    const happened: number[] = [];
    for (const delayMs of [60, 180, 60_000]) {
      cloud.timeline.after(delayMs, () =>
        cloud.loop.enter(() => void Promise.resolve().then(() => happened.push(virtualMs()))),
      );
    }
    await sleep(400);
    expect(happened).toEqual([60, 180]);
  });

  it('gives requests in between the current time', async () => {
    const { cloud, passedMs } = start();
    await sleep(250);
    const seen: number[] = [];
    cloud.gateway.register({
      name: 'ssm',
      operations: {
        ListCommands: { authorize: () => [], run: (_, { nowMs }) => seen.push(nowMs - startMs) > 0 && {} },
      },
    });
    cloud.gateway.serve(jsonRequest('ssm', 'AmazonSSM.ListCommands', {}), { kind: 'administrator' });
    expect(seen[0]).toBeGreaterThan(100);
    expect(seen[0]).toBeLessThanOrEqual(passedMs() + 10);
  });

  it('reports the error that ended the run', async () => {
    const { cloud, errors } = start();
    cloud.timeline.after(10, () => {
      throw new Error('a step');
    });
    await expect.poll(() => errors.length, { timeout: 1000 }).toBeGreaterThan(0);
    expect(errors[0]).toMatchObject({ message: 'a step' });
  });

  it('stops: later appointments never happen', async () => {
    const { cloud, virtualMs } = start();
    await sleep(60);
    realTime?.stop();
    let happened = false;
    cloud.timeline.after(100, () => {
      happened = true;
    });
    const stoppedMs = virtualMs();
    await sleep(200);
    expect([happened, virtualMs()]).toEqual([false, stoppedMs]);
  });

  it('does not run two steps concurrently', async () => {
    const { cloud } = newCloud();
    realTime = new RealTime(cloud);
    const order: string[] = [];
    cloud.timeline.after(0, () =>
      cloud.loop.enter(() => void Promise.resolve().then(() => order.push('settled'))),
    );
    cloud.timeline.after(0, () => order.push('next'));
    await Promise.all([realTime.catchUp(), realTime.catchUp()]);
    expect(order).toEqual(['settled', 'next']);
  });
});
