import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addFailures } from '../../../../bin/commands/redrive/add-failures.ts';
import { letterLines } from '../../../../bin/print/letter-lines.ts';
import { specOf } from '../../../end-to-end/application.ts';
import { forbid } from '../../account/prepared-cloud.ts';
import { serveApplication } from '../../account/served-application.ts';
import { aLetter } from './letters.ts';

const served = serveApplication();

describe('of a message that a function could not settle for hours', () => {
  it('shows the call that failed, with the rights of who steers', async () => {
    const { cloud, pass, rosterTableName } = served();
    const table = `arn:aws:dynamodb:us-east-1:${'0'.repeat(12)}:table/${rosterTableName}`;
    const permit = forbid(cloud, 'dynamodb:BatchGetItem', table);
    cloud.ec2.launch([specOf('debian12')]);
    await pass(10 * 60);
    permit();
    const { stdout, lines } = await served().musterAs('steer', 'redrive', '--dry-run');
    expect(stdout).toContain('  NotSettled: ');
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^ {4}\w+ a call of the function failed, \d+ times, last at 2026-01-01 \S+Z: dynamodb:BatchGetItem: AccessDenied/,
      ),
    );
    const asJson = await served().musterAs('steer', 'redrive', '--dry-run', '--json');
    const [letter] = JSON.parse(asJson.stdout).letters;
    expect(letter).not.toHaveProperty('logGap');
    expect(letter.failures[0]).toMatchObject({ call: 'dynamodb:BatchGetItem' });
  });
});

describe('from the lines that AWS writes', () => {
  /** Made late: the test above asks the real client. */
  const mock = () => mockClient(CloudWatchLogsClient);
  let logs: ReturnType<typeof mock>;
  beforeAll(() => {
    logs = mock();
  });
  afterAll(() => logs.restore());
  beforeEach(() => {
    logs.reset();
  });
  const [id, other] = ['i-0123456789abcdef0', 'i-0123456789abcdef1'];
  const letter = { letter: aLetter({ isMoved: true }), cause: 'NotSettled', instanceId: id } as const;
  const groups = { launches: 'launches', outcomes: 'outcomes' };
  const atMs = letter.letter.sentAtMs + 60_000;
  /** The form of the runtime of Node.js (Lambda developer guide, JSON log format), with an error that nobody caught. */
  const failed = (requestId: string, errorMessage: string) => ({
    timestamp: atMs,
    message: JSON.stringify({
      ...{ timestamp: new Date(atMs).toISOString(), level: 'ERROR', requestId },
      message: { errorType: 'InternalServerError', errorMessage, stackTrace: [] },
    }),
  });
  const naming = (request: string, instanceId: string) => ({
    timestamp: atMs,
    message: JSON.stringify({ message: 'decided', instanceId, function_request_id: request }),
  });
  const tell = (failures: object[], named: object[]) => {
    logs.on(FilterLogEventsCommand).resolves({ events: failures });
    logs.on(FilterLogEventsCommand, { filterPattern: `"${id}"` }).resolves({ events: named });
  };
  const add = async () => (await addFailures({}, [letter], groups))[0];

  it('takes the errors of the calls that named its instance', async () => {
    tell([failed('r-1', 'of it'), failed('r-2', 'of another')], [naming('r-1', id)]);
    expect((await add())?.failures).toEqual([
      { error: 'InternalServerError', message: 'of it', isOwn: true, atMs, calls: 1 },
    ]);
  });

  it('tells those of other calls as what happened meanwhile, and does not obey them', async () => {
    tell([failed('r-1', 'a\u001b[2J'), failed('r-2', 'a\u001b[2J')], [naming('r-9', other)]);
    const judged = await add();
    expect(judged?.failures).toMatchObject([{ isOwn: false, calls: 2 }]);
    const found = [{ queue: letter.letter.queue, hidden: 0, areMore: false }];
    const lines = letterLines({
      account: '',
      region: '',
      found,
      letters: judged === undefined ? [] : [judged],
    });
    expect(lines).toContain(
      '    Meanwhile a call of the function failed, 2 times, last at 2026-01-01 00:01Z: InternalServerError: a\\u001b[2J',
    );
  });

  it('says that the log may not be read, and that it is longer than what is read', async () => {
    logs.on(FilterLogEventsCommand).rejects(Object.assign(new Error(''), { name: 'AccessDeniedException' }));
    expect((await add())?.logGap).toContain('logs:FilterLogEvents: attach the policy of');
    logs.reset();
    logs.on(FilterLogEventsCommand).resolves({ events: [], nextToken: 't' });
    expect((await add())?.logGap).toBe('it is longer than what is read of it');
    expect(logs.commandCalls(FilterLogEventsCommand)).toHaveLength(10);
  });

  it('asks nothing of letters that died otherwise, or of a deployment that names no logs', async () => {
    const undelivered = { ...letter, cause: 'Undelivered' } as const;
    expect(await addFailures({}, [undelivered], groups)).toEqual([undelivered]);
    expect(await addFailures({}, [letter], undefined)).toEqual([letter]);
    expect(logs.calls()).toHaveLength(0);
  });
});
