import { eventsConstraints } from '../../../src/core/wire/constraints/events-constraints.ts';
import { checkInput } from '../../../src/core/wire/input-check.ts';
import type { DeadLetter, DeliveryResult, DeliveryTarget } from '../../../src/services/events/delivery.ts';
import { EventBus, type Transit } from '../../../src/services/events/event-bus.ts';
import { accountId } from '../../accounts.ts';
import { shapesOf } from '../../core/wire/shapes.ts';
import { recordingHost } from '../../recording-host.ts';

export const ruleArn = `arn:aws:events:eu-west-1:${accountId}:rule/Running`;
export const queueArn = `arn:aws:sqs:eu-west-1:${accountId}:Launches`;
export const deadLetterArn = `arn:aws:sqs:eu-west-1:${accountId}:Undelivered`;
export const context = { principal: { kind: 'administrator' }, requestId: 'r', nowMs: 0 } as const;

/** An event that the rule matches. */
export const running = {
  source: 'aws.ec2',
  detailType: 'EC2 Instance State-change Notification',
  resources: [`arn:aws:ec2:eu-west-1:${accountId}:instance/i-0123`],
  detail: { 'instance-id': 'i-0123', state: 'running' },
};

export const ruleProperties = {
  EventPattern: { source: ['aws.ec2', 'mine'], detail: { state: ['running'] } },
  State: 'ENABLED',
  Targets: [{ Id: 'T', Arn: queueArn, DeadLetterConfig: { Arn: deadLetterArn } }],
};

/** A bus with one rule. It records deliveries, dead letters and metrics. */
export function busBench(
  options: { properties?: object; answer?: () => DeliveryResult; seed?: number; transit?: Transit } = {},
) {
  const host = recordingHost(options.seed);
  const delivered: { target: DeliveryTarget; payload: string; atMs: number }[] = [];
  const letters: DeadLetter[] = [];
  const metrics: string[] = [];
  const ports = {
    deliver: (target: DeliveryTarget, payload: string): DeliveryResult => {
      delivered.push({ target, payload, atMs: host.timeline.nowMs });
      return options.answer?.() ?? { outcome: 'delivered' };
    },
    sendDeadLetter: (letter: DeadLetter) => letters.push(letter) > 0,
    count: (metric: string) => metrics.push(metric),
  };
  const bus = new EventBus(host, ports, options.transit === undefined ? {} : { transit: options.transit });
  bus.declareRule({
    logicalId: 'Running',
    arn: ruleArn,
    properties: { ...ruleProperties, ...options.properties },
  });
  const call = (operation: string, input: unknown) => {
    checkInput(shapesOf('events', operation).input, input, eventsConstraints);
    return bus.operations[operation]?.run(input, context);
  };
  return { host, bus, call, delivered, letters, metrics, startMs: host.timeline.nowMs };
}

/** The rule with other properties of its target. */
export function targetsWith(target: object): { properties: object } {
  return { properties: { Targets: [{ ...ruleProperties.Targets[0], ...target }] } };
}
