import { describe, expect, it } from 'vitest';
import { planAction } from '../../../lambdas/trigger/plan-action.ts';
import type { Trigger } from '../../../lambdas/trigger/trigger-settings.ts';
import { idOf, nowMs } from '../builders.ts';

const eventId = '11111111-2222-4333-8444-555555555555';
const node = '$.detail.instance-id';
const patch: Trigger = {
  ...{ node, perNodeDayMax: 3 },
  runbook: {
    name: 'Muster-PatchInstance',
    parameters: { InstanceId: node, Operation: 'Scan', State: '$.detail.state' },
  },
};
const plan = (detail: object, trigger: Trigger | undefined = patch) =>
  planAction({ trigger: 'patch', eventId, event: { id: eventId, detail } }, trigger, nowMs);

describe('what a trigger does with an event', () => {
  it('starts its runbook for the node, with constants and what the event says', () => {
    expect(plan({ 'instance-id': idOf(1), state: 'running' })).toEqual({
      kind: 'start',
      place: { key: `patch ${idOf(1)} 2026-11-21`, nodeId: idOf(1), max: 3 },
      runbook: 'Muster-PatchInstance',
      parameters: { InstanceId: [idOf(1)], Operation: ['Scan'], State: ['running'] },
      cause: `patch ${eventId}`,
    });
  });

  it('has Muster decide anew without a runbook', () => {
    expect(plan({ 'instance-id': idOf(1) }, { node, perNodeDayMax: 1 })).toMatchObject({ kind: 'look' });
  });

  it.each([
    ['its inventory, as AWS Config has it for some rules', 'AWS::SSM::ManagedInstanceInventory/'],
    ['its ARN', 'arn:aws:ec2:eu-west-1:0:instance/'],
  ])('knows a node by %s', (_, before) => {
    const detail = { 'instance-id': `${before}${idOf(1)}`, state: 'x' };
    expect(plan(detail)).toMatchObject({ place: { nodeId: idOf(1) }, parameters: { InstanceId: [idOf(1)] } });
  });

  it('is the same action whenever the event comes on that day', () => {
    const detail = { 'instance-id': idOf(1), state: 'running' };
    expect(plan(detail)).toEqual(plan(detail));
  });

  it.each([
    ['NoNode', { state: 'running' }, '$.detail.instance-id is not there'],
    ['NoNode', { 'instance-id': 'vol-1', state: 'running' }, '$.detail.instance-id is vol-1'],
    ['NoParameter', { 'instance-id': idOf(1) }, 'State: $.detail.state is not there'],
  ])('refuses with %s: %o', (reason, detail, told) => {
    expect(plan(detail)).toEqual({ kind: 'refuse', reason, detail: told });
  });

  it('refuses for a trigger that a deployment has removed', () => {
    const triggered = { trigger: 'gone', eventId, event: { id: eventId } };
    expect(planAction(triggered, undefined, nowMs)).toMatchObject({
      reason: 'UnknownTrigger',
      detail: 'gone',
    });
  });
});
