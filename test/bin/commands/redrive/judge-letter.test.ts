import { expect, it } from 'vitest';
import { judgeLetter } from '../../../../bin/commands/redrive/judge-letter.ts';
import { aLetter } from './letters.ts';

const place = { account: '0'.repeat(12), region: 'us-east-1' };
const event = (more: object = {}) =>
  JSON.stringify({
    'detail-type': 'EC2 Instance State-change Notification',
    source: 'aws.ec2',
    ...place,
    time: '2026-01-01T00:00:00Z',
    detail: { 'instance-id': 'i-0123456789abcdef0', state: 'running' },
    ...more,
  });
const result = JSON.stringify({
  'detail-type': 'EC2 Command Invocation Status-change Notification',
  detail: { 'command-id': 'c-1', 'instance-id': 'mi-0123456789abcdef0' },
});

it('a letter that SQS moved is one that was not settled', () => {
  expect(judgeLetter(aLetter({ body: event(), isMoved: true }), place)).toMatchObject({
    cause: 'NotSettled',
    instanceId: 'i-0123456789abcdef0',
  });
});

it('a letter of EventBridge has its error, its rule and its target', () => {
  // The attributes as the EventBridge user guide names them ("Using dead-letter queues"); ids replaced.
  const attributes = {
    RULE_ARN: `arn:aws-cn:events:cn-north-1:${place.account}:rule/Muster-Started`,
    TARGET_ARN: `arn:aws-cn:sqs:cn-north-1:${place.account}:Muster-LaunchQueue`,
    ERROR_CODE: 'THROTTLING',
    ERROR_MESSAGE: 'Rate exceeded',
    EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds',
    RETRY_ATTEMPTS: '184',
  };
  expect(judgeLetter(aLetter({ body: event(), name: 'EventsUndelivered', attributes }), place)).toMatchObject(
    {
      cause: 'Undelivered',
      detail:
        'THROTTLING, after all retries (MaximumEventAgeInSeconds), from the rule Muster-Started to Muster-LaunchQueue: Rate exceeded',
    },
  );
});

it('an error without a rule and a target is told as it is', () => {
  const letter = aLetter({
    body: event(),
    attributes: { ERROR_CODE: 'TIMEOUT', ERROR_MESSAGE: 'no answer' },
  });
  expect(judgeLetter(letter, place).detail).toBe('TIMEOUT: no answer');
});

it('what the function of its queue cannot read is unreadable, and it is said what is wrong', () => {
  const ofLaunches = judgeLetter(aLetter({ body: result, isMoved: true }), place);
  expect(ofLaunches).toMatchObject({ cause: 'Unreadable', detail: expect.stringContaining('detail-type: ') });
  expect(ofLaunches).not.toHaveProperty('instanceId');
  const ofOutcomes = { body: event(), name: 'OutcomesDeadLettered', isMoved: true } as const;
  expect(judgeLetter(aLetter(ofOutcomes), place).cause).toBe('Unreadable');
  expect(judgeLetter(aLetter({ ...ofOutcomes, body: result }), place)).toMatchObject({
    cause: 'NotSettled',
    instanceId: 'mi-0123456789abcdef0',
  });
  expect(judgeLetter(aLetter({ body: '' }), place).cause).toBe('Unreadable');
});

it('an event that cannot be read stays unreadable when EventBridge could not deliver it', () => {
  const letter = aLetter({ body: '{}', name: 'EventsUndelivered', attributes: { ERROR_CODE: 'TIMEOUT' } });
  expect(judgeLetter(letter, place).cause).toBe('Unreadable');
});

it('an event of another place would be dropped', () => {
  expect(judgeLetter(aLetter({ body: event({ region: 'eu-west-1' }), isMoved: true }), place).cause).toBe(
    'OfAnotherPlace',
  );
});

it('of a letter that somebody put there it is not known why it is dead', () => {
  expect(judgeLetter(aLetter({ body: event() }), place).cause).toBe('NotKnown');
});
