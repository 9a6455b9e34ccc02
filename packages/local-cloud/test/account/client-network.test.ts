import { describe, expect, it } from 'vitest';
import { dnsSuffix } from '../../src/core/host.ts';
import type { HttpResponse } from '../../src/core/http-message.ts';
import { NotEmulatedError } from '../../src/core/service.ts';
import { accountId, jsonRequest, newCloud, region, startMs } from '../cloud-bench.ts';

const roleArn = `arn:aws:iam::${accountId}:role/Caller`;
const role = { kind: 'role', roleArn } as const;
const request = jsonRequest('ssm', 'AmazonSSM.ListCommands', {});

/** One request of a role, its response, and when it arrived. */
async function call(host: string, options: Parameters<typeof newCloud>[0] = {}) {
  const { cloud } = newCloud(options);
  const observedMs: number[] = [];
  cloud.gateway.observe(() => observedMs.push(cloud.timeline.nowMs));
  const answers: { readonly atMs: number; readonly answer: HttpResponse | Error }[] = [];
  cloud.network.transportFor(role)({ ...request, host }, (answer) => {
    answers.push({ atMs: cloud.timeline.nowMs, answer });
  });
  await cloud.loop.run();
  return { observedMs, answers, cloud };
}

describe('the network', () => {
  it('sends a request to the endpoints of its region, with the role as the caller', async () => {
    const { answers } = await call(`ssm.${region}.amazonaws.com`);
    expect(answers).toMatchObject([
      { answer: { status: 400, body: expect.stringContaining('role/Caller/session') } },
    ]);
  });

  it('takes 6 to 60 ms, and a request takes effect half-way', async () => {
    const { answers, observedMs } = await call(`ssm.${region}.amazonaws.com`, { seed: 5 });
    const totalMs = (answers[0]?.atMs ?? 0) - startMs;
    expect(totalMs).toBeGreaterThanOrEqual(6);
    expect(totalMs).toBeLessThanOrEqual(60);
    expect(observedMs).toEqual([startMs + Math.floor(totalMs / 2)]);
  });

  it('takes longer for a larger answer: a megabyte takes 50 ms more', async () => {
    const times = await Promise.all(
      [0, 1].map(async (megabytes) => {
        const { cloud } = newCloud();
        const body = 'x'.repeat(megabytes * 1_000_000);
        cloud.network.open('large.test', () => ({ status: 200, headers: {}, body }));
        cloud.network.transportFor(role)({ ...request, host: 'large.test' }, () => undefined);
        await cloud.loop.run();
        return cloud.timeline.nowMs - startMs;
      }),
    );
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(50);
  });

  it.each([
    'ssm.us-east-1.amazonaws.com',
    'ssm.amazonaws.com',
    `ssm.${region}.amazonaws.com.cn`,
    `ssm.${region}.amazonaws.com.evil.example`,
    'example.com',
    '127.0.0.1',
    '169.254.169.254',
    '',
  ])('does not resolve the host "%s"', async (host) => {
    const { answers, observedMs } = await call(host);
    const error = answers[0]?.answer;
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ code: 'ENOTFOUND', message: `getaddrinfo ENOTFOUND ${host}` });
    expect(observedMs).toEqual([]);
  });

  it('has the endpoints of the partition it is in', async () => {
    const china = { partition: 'aws-cn', region: 'cn-north-1' };
    expect((await call('ssm.cn-north-1.amazonaws.com.cn', china)).observedMs).toHaveLength(1);
    expect((await call('ssm.cn-north-1.amazonaws.com', china)).observedMs).toEqual([]);
    expect([dnsSuffix('aws'), dnsSuffix('aws-us-gov')]).toEqual(['amazonaws.com', 'amazonaws.com']);
  });

  it('reaches a host that was opened, under exactly its name', async () => {
    const { cloud } = newCloud();
    cloud.network.open('answers.example', ({ path }) => ({ status: 204, headers: {}, body: path }));
    const answers: unknown[] = [];
    for (const host of ['answers.example', 'more.answers.example']) {
      cloud.network.transportFor(role)({ ...request, host }, (answer) => answers.push(answer));
      await cloud.loop.run();
    }
    expect(answers).toEqual([
      { status: 204, headers: {}, body: '/' },
      expect.objectContaining({ code: 'ENOTFOUND' }),
    ]);
  });

  it('ends the run for a service that is not emulated', async () => {
    const { cloud } = newCloud();
    const unknown = { ...jsonRequest('logs', 'Logs_20140328.PutLogEvents', {}) };
    cloud.network.transportFor(role)(unknown, () => undefined);
    await expect(cloud.loop.run()).rejects.toThrow(NotEmulatedError);
  });
});
