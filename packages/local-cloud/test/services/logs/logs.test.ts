import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { beforeAll, describe, expect, it } from 'vitest';
import { newCloud, startMs } from '../../cloud-bench.ts';
import { serveCloud } from '../../served-cloud.ts';

const served = serveCloud();
const group = '/aws/lambda/writer';
const client = () => new CloudWatchLogsClient(served().settings);
const filter = (input: object) =>
  client().send(new FilterLogEventsCommand({ logGroupName: group, ...input }));

beforeAll(async () => {
  const { store } = served().cloud.logs;
  for (const line of ['{"level":"INFO","n":1}', '{"level":"ERROR","n":2}', 'plain text']) {
    store.append('writer', group, line);
    await served().pass(60);
  }
  store.append('other', '/other', 'elsewhere');
  store.declareGroup('/quiet', { RetentionInDays: 7 });
});

describe('FilterLogEvents', () => {
  it('answers the lines of a group, oldest first, with the time of each', async () => {
    const { events = [] } = await filter({});
    const beganMs = events[0]?.timestamp ?? 0;
    expect(beganMs).toBeGreaterThanOrEqual(startMs);
    expect(events.map(({ message, timestamp = 0 }) => [message, timestamp - beganMs])).toEqual([
      ['{"level":"INFO","n":1}', 0],
      ['{"level":"ERROR","n":2}', 60_000],
      ['plain text', 120_000],
    ]);
    expect(events[0]?.logStreamName).toMatch(/^2026\/01\/01\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(3);
    const inTime = await filter({ startTime: beganMs + 60_000, endTime: beganMs + 60_000 });
    expect(inTime.events?.map(({ message }) => message)).toEqual(['{"level":"ERROR","n":2}']);
  });

  it('has the latest lines first on demand, on later pages too, and in this decade alone', async () => {
    const reversed = { startFromHead: false, startTime: startMs };
    const first = await filter({ ...reversed, limit: 2 });
    const second = await filter({ startTime: startMs, limit: 2, nextToken: first.nextToken });
    const messages = [first, second].flatMap(({ events = [] }) => events.map(({ message }) => message));
    expect(messages).toEqual(['plain text', '{"level":"ERROR","n":2}', '{"level":"INFO","n":1}']);
    await expect(filter({ startFromHead: false })).rejects.toThrow('startFromHead may be false only');
  });

  it('takes a pattern, names of streams, and pages', async () => {
    const found = await filter({ filterPattern: '{ $.level = "ERROR" }' });
    expect(found.events?.map(({ message }) => message)).toEqual(['{"level":"ERROR","n":2}']);
    expect((await filter({ logStreamNames: ['none'] })).events).toEqual([]);
    expect((await filter({ logStreamNamePrefix: '2026' })).events).toHaveLength(3);
    const first = await filter({ limit: 2 });
    const second = await filter({ limit: 2, nextToken: first.nextToken });
    expect([first.events?.length, second.events?.length, second.nextToken]).toEqual([2, 1, undefined]);
  });

  it.each([
    ['a group that is not there', { logGroupName: '/none' }, 'ResourceNotFoundException'],
    ['no group', { logGroupName: undefined }, 'InvalidParameterException'],
    ['names and a prefix', { logStreamNames: ['a'], logStreamNamePrefix: 'b' }, 'InvalidParameterException'],
    ['a limit of 0', { limit: 0 }, 'InvalidParameterException'],
    ['a broken pattern', { filterPattern: '{ $.a' }, 'InvalidParameterException'],
  ])('refuses %s', async (_, input, name) => {
    await expect(filter(input)).rejects.toMatchObject({ name });
  });

  it('takes an ARN as the identifier of a group', async () => {
    const arn = `arn:aws:logs:eu-west-1:${served().cloud.accountId}:log-group:${group}`;
    const { events } = await filter({ logGroupName: undefined, logGroupIdentifier: arn });
    expect(events).toHaveLength(3);
  });
});

describe('GetLogEvents', () => {
  it('pages through a stream in both directions', async () => {
    const { logStreams = [] } = await client().send(new DescribeLogStreamsCommand({ logGroupName: group }));
    expect(logStreams).toHaveLength(1);
    const stream = { logGroupName: group, logStreamName: logStreams[0]?.logStreamName, limit: 2 };
    const last = await client().send(new GetLogEventsCommand(stream));
    expect(last.events?.map(({ message }) => message)).toEqual(['{"level":"ERROR","n":2}', 'plain text']);
    const before = await client().send(
      new GetLogEventsCommand({ ...stream, nextToken: last.nextBackwardToken }),
    );
    expect(before.events?.map(({ message }) => message)).toEqual(['{"level":"INFO","n":1}']);
    const after = await client().send(
      new GetLogEventsCommand({ ...stream, nextToken: last.nextForwardToken }),
    );
    expect([after.events, after.nextForwardToken]).toEqual([[], last.nextForwardToken]);
    const head = await client().send(new GetLogEventsCommand({ ...stream, startFromHead: true }));
    expect(head.events?.[0]?.message).toBe('{"level":"INFO","n":1}');
  });

  it('refuses a stream that is not there, and a token of another kind', async () => {
    const sent = { logGroupName: group, logStreamName: 'none' };
    await expect(client().send(new GetLogEventsCommand(sent))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('DescribeLogGroups', () => {
  it('lists groups by name, and finds them by a prefix or a part', async () => {
    const list = async (input: object) =>
      (await client().send(new DescribeLogGroupsCommand(input))).logGroups ?? [];
    expect((await list({})).map(({ logGroupName }) => logGroupName)).toEqual([group, '/other', '/quiet']);
    expect(await list({ logGroupNamePrefix: '/q' })).toMatchObject([
      { logGroupName: '/quiet', retentionInDays: 7, storedBytes: 0 },
    ]);
    expect(await list({ logGroupNamePattern: 'LAMBDA' })).toHaveLength(1);
    await expect(list({ logGroupNamePattern: 'a', logGroupNamePrefix: 'b' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });
});

describe('the store of lines', () => {
  it('keeps the latest 10,000 lines at least, and counts all', () => {
    const { store } = newCloud().cloud.logs;
    for (let n = 0; n <= 20_000; n++) store.append('writer', group, String(n));
    expect(store.countOf('writer')).toBe(20_001);
    expect([store.linesOf('writer').length, store.linesOf('writer')[0]]).toEqual([10_000, '10001']);
    expect(store.linesFrom('writer', 19_999)).toEqual(['19999', '20000']);
    expect(store.events(group)[0]?.sequence).toBe(10_001);
  });
});

describe('a log group that is removed and comes into being again', () => {
  it('has the lines since then alone', async () => {
    const { store } = served().cloud.logs;
    store.append('again', '/again', 'old');
    await served().pass(1);
    store.removeGroup('/again');
    expect(() => store.events('/again')).toThrow('The specified log group does not exist.');
    store.append('again', '/again', 'new');
    expect(store.events('/again').map(({ message }) => message)).toEqual(['new']);
    expect(store.linesOf('again')).toEqual(['old', 'new']);
  });
});
