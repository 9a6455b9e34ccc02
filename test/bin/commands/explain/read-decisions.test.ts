import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { readDecisions } from '../../../../bin/commands/explain/read-decisions.ts';

const logs = mockClient(CloudWatchLogsClient);
beforeEach(() => logs.reset());
afterAll(() => logs.restore());

const stretch = { fromMs: 1_767_226_000_000, untilMs: 1_767_229_600_000 };
const read = (groups = ['onboard']) => readDecisions({ region: 'us-east-1' }, groups, 'i-1', stretch);
const line = (timestamp: number, fields: Readonly<Record<string, unknown>>) => ({
  timestamp,
  message: JSON.stringify({ message: 'decided', ...fields }),
});

it('asks for the lines that name the instance, in the time that is missing, the latest first', async () => {
  logs.on(FilterLogEventsCommand).resolves({ events: [] });
  expect(await read()).toEqual({ decisions: [] });
  expect(logs.commandCalls(FilterLogEventsCommand)[0]?.args[0].input).toEqual({
    logGroupName: 'onboard',
    filterPattern: '"decided" "i-1"',
    startTime: stretch.fromMs,
    endTime: stretch.untilMs - 1,
    startFromHead: false,
    nextToken: undefined,
  });
});

it('tells what changed the entry or sent, in order, and what repeats once', async () => {
  const first = {
    events: [
      line(5, { decision: 'leave', reason: 'AlreadyOnboarded' }),
      line(4, { decision: 'send', reason: 'CommandClaimed' }),
      line(3, { decision: 'record', reason: 'NotRegistered' }),
      { timestamp: 2, message: 'no JSON' },
    ],
  };
  const second = { events: [line(1, { decision: 'record', reason: 'NotRegistered' })] };
  logs.on(FilterLogEventsCommand).resolvesOnce(first).resolves(second);
  const { decisions } = await read(['onboard', 'recheck']);
  expect(decisions).toEqual([
    { atMs: 1, reason: 'NotRegistered' },
    { atMs: 4, reason: 'CommandClaimed' },
  ]);
});

it('reads a log no further than ten pages, and says so', async () => {
  logs.on(FilterLogEventsCommand).resolves({ events: [], nextToken: 'more' });
  expect((await read()).gap).toBe('the logs are longer than what is read of them');
  expect(logs.commandCalls(FilterLogEventsCommand)).toHaveLength(10);
});

it('tells the story without logs that it may not read, and says so', async () => {
  const denied = Object.assign(
    new Error('not authorized to perform: logs:FilterLogEvents on resource: arn:x'),
    {
      name: 'AccessDeniedException',
    },
  );
  logs.on(FilterLogEventsCommand).rejects(denied);
  expect(await read()).toEqual({
    decisions: [],
    gap: expect.stringMatching(
      /^these credentials may not do logs:FilterLogEvents on arn:x: attach the policy/,
    ),
  });
});
