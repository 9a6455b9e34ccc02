import { describe, expect, it } from 'vitest';
import { parseStateChanges, placeOf } from '../../../lambdas/onboard/parse-state-changes.ts';
import type { QueueRecord } from '../../../lambdas/shared/runtime/queue-record.ts';
import { accountId, otherAccountId } from '../../accounts.ts';
import { idOf, nodeIdOf } from '../builders.ts';

const event = {
  version: '0',
  id: 'ee376907-2647-4179-9203-343cfb3017a4',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: accountId,
  time: '2026-11-21T11:55:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: { 'instance-id': idOf(1), state: 'running' },
};

const record = (messageId: string, body: unknown): QueueRecord => ({
  messageId,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const withDetail = (detail: Record<string, unknown>) => ({
  ...event,
  detail: { ...event.detail, ...detail },
});
const without = (name: keyof typeof event) => {
  const { [name]: _left, ...rest } = event;
  return rest;
};

const place = { account: accountId, region: 'eu-west-1' };
const read = (records: readonly QueueRecord[]) => parseStateChanges(records, place);

describe('parseStateChanges', () => {
  it.each(['running', 'stopped'] as const)('reads an instance that is %s', (state) => {
    const { received, unreadable } = read([record('m-1', withDetail({ state }))]);
    expect(unreadable).toEqual([]);
    const content = { instanceId: idOf(1), state, atMs: Date.UTC(2026, 10, 21, 11, 55) };
    expect(received).toEqual([{ messageId: 'm-1', content }]);
  });

  it('takes an instance for over only when EC2 itself says that it is terminated', () => {
    const ended = withDetail({ state: 'terminated' });
    const { source: _source, ...unsigned } = ended;
    const told = [ended, { ...ended, source: 'muster.sweep' }, unsigned];
    const { received } = read(told.map((body, index) => record(`m-${index}`, body)));
    const expected = { instanceId: idOf(1), state: 'terminated', atMs: Date.UTC(2026, 10, 21, 11, 55) };
    const contents = received.map(({ content }) => content);
    expect(contents).toEqual([{ ...expected, isOver: true }, expected, expected]);
  });

  it('reads a change of tags as a look at what the roster knows', () => {
    const changed = {
      ...event,
      'detail-type': 'Tag Change on Resource',
      source: 'aws.tag',
      resources: [`arn:aws:ec2:eu-west-1:${accountId}:instance/${idOf(1)}`],
      detail: { 'changed-tag-keys': ['team'], service: 'ec2', 'resource-type': 'instance', version: 1 },
    };
    const { received, unreadable } = read([record('m-1', changed)]);
    expect(unreadable).toEqual([]);
    const atMs = Date.UTC(2026, 10, 21, 11, 55);
    const content = { instanceId: idOf(1), state: 'running', atMs, isAnew: true, isOfKnown: true };
    expect(received).toEqual([{ messageId: 'm-1', content }]);
    const ofVolume = { ...changed, resources: [`arn:aws:ec2:eu-west-1:${accountId}:volume/vol-1`] };
    expect(read([record('m-1', ofVolume)]).unreadable[0]?.problem).toMatch(/^resources\.0: received "arn:/);
  });

  it.each([
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-iso-b', 'us-isob-east-1'],
  ])('reads the ARN of the partition %s, for a function of that place', (partition, region) => {
    const there = { account: otherAccountId, region };
    const body = {
      ...there,
      'detail-type': 'Tag Change on Resource',
      source: 'aws.tag',
      time: event.time,
      resources: [`arn:${partition}:ec2:${region}:${otherAccountId}:instance/${idOf(1)}`],
      detail: { service: 'ec2', 'resource-type': 'instance', 'changed-tag-keys': ['a'] },
    };
    const functionArn = `arn:${partition}:lambda:${region}:${otherAccountId}:function:onboard`;
    const parsed = parseStateChanges([record('m-1', JSON.stringify(body))], placeOf(functionArn));
    expect(parsed.received.map(({ content }) => content.instanceId)).toEqual([idOf(1)]);
    expect([parsed.unreadable, parsed.foreign]).toEqual([[], 0]);
  });

  it('reads a request to decide anew', () => {
    const { time } = event;
    const request = { 'detail-type': 'Muster Decision Request', time, detail: { 'instance-id': idOf(1) } };
    const [one] = read([record('m-1', request)]).received;
    expect(one?.content).toMatchObject({ instanceId: idOf(1), state: 'running', isAnew: true });
    expect(one?.content.isOfKnown).toBeUndefined();
  });

  it('drops and counts the events of another account or region', () => {
    const bodies = [{ ...event, account: '999999999999' }, { ...event, region: 'us-east-1' }, event];
    const { received, unreadable, foreign } = read(bodies.map((body, index) => record(`m-${index}`, body)));
    expect(received.map(({ messageId }) => messageId)).toEqual(['m-2']);
    expect([unreadable, foreign]).toEqual([[], 2]);
  });

  it('reads the short instance ids of old accounts', () => {
    const { received } = read([record('m-1', withDetail({ 'instance-id': 'i-1a2b3c4d' }))]);
    expect(received.map(({ content }) => content.instanceId)).toEqual(['i-1a2b3c4d']);
  });

  it.each([
    ['text that is not JSON', '{"detail-type":', /^the value: received .*expected object/],
    ['an empty text', '', /^the value: received .*expected object/],
    ['JSON that is not an object', '[]', /^the value: received \[\]; .*expected object/],
    ['null', 'null', /^the value: received null; .*expected object/],
    [
      'another detail-type',
      { ...event, 'detail-type': 'Scheduled Event' },
      /^detail-type: received "Scheduled Event"; .*'EC2 Instance State-change Notification'/,
    ],
    ['no detail-type', without('detail-type'), /^detail-type: received nothing;/],
    [
      'an id that is too short',
      withDetail({ 'instance-id': 'i-123' }),
      /^detail\.instance-id: received "i-123"; .*pattern/,
    ],
    [
      'an id of another kind',
      withDetail({ 'instance-id': `vol-${'0'.repeat(17)}` }),
      /^detail\.instance-id:/,
    ],
    ['an id with a line behind it', withDetail({ 'instance-id': `${idOf(1)}\n` }), /^detail\.instance-id:/],
    [
      'a state that Muster is not told about',
      withDetail({ state: 'pending' }),
      /^detail\.state: received "pending"; .*"running"\|"stopped"\|"terminated"/,
    ],
    [
      'an unknown state',
      withDetail({ state: 'dreaming' }),
      /^detail\.state: received "dreaming"; .*"running"/,
    ],
    ['no time', without('time'), /^time: received nothing;/],
    ['a time in words', { ...event, time: 'yesterday' }, /^time: received "yesterday"; .*datetime/],
    ['a day that no month has', { ...event, time: '2026-02-30T00:00:00Z' }, /^time:/],
    ['no detail', without('detail'), /^detail: received nothing;/],
  ])('refuses %s, and says where, what it is and what is allowed', (_name, body, problem) => {
    const { received, unreadable } = read([record('m-1', body)]);
    expect(received).toEqual([]);
    expect(unreadable).toEqual([{ messageId: 'm-1', problem: expect.stringMatching(problem) }]);
  });

  it('reads nodes outside EC2: a request, a change of tags, a registration and its end', () => {
    const nodeId = nodeIdOf(7);
    const detail = { 'instance-id': nodeId };
    const { time } = event;
    const { received, unreadable } = read([
      record('m-1', { 'detail-type': 'Muster Decision Request', time, detail }),
      record('m-2', {
        ...{ 'detail-type': 'Tag Change on Resource', time },
        resources: [`arn:aws:ssm:eu-west-1:111111111111:managed-instance/${nodeId}`],
      }),
      record('m-3', { 'detail-type': 'SSM Managed Instance Registration', time, detail }),
      record('m-4', { 'detail-type': 'SSM Managed Instance Deregistration', time, detail }),
    ]);
    expect(unreadable).toEqual([]);
    expect(received.map(({ content }) => content)).toMatchObject([
      { instanceId: nodeId, state: 'running', isAnew: true },
      { instanceId: nodeId, state: 'running', isAnew: true, isOfKnown: true },
      { instanceId: nodeId, state: 'running' },
      { instanceId: nodeId, state: 'terminated' },
    ]);
    expect(received.slice(2).map(({ content }) => 'isAnew' in content)).toEqual([false, false]);
  });

  it('refuses each malformed record alone, and reads its neighbours', () => {
    const { received, unreadable } = read([
      record('m-1', event),
      record('m-2', 'nonsense'),
      record('m-3', withDetail({ 'instance-id': idOf(3) })),
    ]);
    expect(received.map(({ messageId }) => messageId)).toEqual(['m-1', 'm-3']);
    expect(unreadable.map((bad) => bad.messageId)).toEqual(['m-2']);
  });

  it('names every field that is wrong at once', () => {
    const { unreadable } = read([record('m-1', { ...withDetail({ state: 'x' }), time: 1 })]);
    expect(unreadable[0]?.problem).toMatch(/^time:.*; detail\.state:/);
  });
});
