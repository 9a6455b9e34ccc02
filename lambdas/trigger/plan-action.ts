import { textAt } from '../shared/domain/event-path.ts';
import type { Triggered } from './parse-triggered.ts';
import type { Trigger } from './trigger-settings.ts';

/** Why a trigger does nothing with an event. */
export type RefusalReason = 'UnknownTrigger' | 'NoNode' | 'NoParameter' | 'ActedTooOften';

/** What to do with an event. `place` is where its acts on the node are counted. */
export type Action =
  | { readonly kind: 'refuse'; readonly reason: RefusalReason; readonly detail: string }
  | {
      readonly kind: 'start';
      readonly place: Place;
      readonly runbook: string;
      readonly parameters: Readonly<Record<string, readonly string[]>>;
      /** What tells this start from all others: one execution is started for it, however often it comes. */
      readonly cause: string;
    }
  | { readonly kind: 'look'; readonly place: Place };

/** Where the acts of a trigger on a node are counted, and how many there may be. */
export interface Place {
  readonly key: string;
  readonly nodeId: string;
  readonly max: number;
}

const instanceId = /^(?:AWS::SSM::ManagedInstanceInventory\/|arn:[^/]+:instance\/)?(m?i-[0-9a-f]{8,17})$/;

/**
 * Decides what a trigger does with an event. The same event gives the same action: it may come twice. Some events name an
 * instance by its ARN, and AWS Config by its inventory for some rules: that is the same node.
 */
export function planAction(
  { trigger: name, eventId, event }: Triggered,
  trigger: Trigger | undefined,
  nowMs: number,
): Action {
  if (trigger === undefined) return refuse('UnknownTrigger', name);
  const { node, perNodeDayMax, runbook } = trigger;
  const [, nodeId] = instanceId.exec(textAt(event, node) ?? '') ?? [];
  if (nodeId === undefined) return refuse('NoNode', `${node} is ${textAt(event, node) ?? 'not there'}`);
  const day = new Date(nowMs).toISOString().slice(0, 10);
  const place = { key: `${name} ${nodeId} ${day}`, nodeId, max: perNodeDayMax };
  if (runbook === undefined) return { kind: 'look', place };
  const parameters: Record<string, readonly string[]> = {};
  for (const [parameter, value] of Object.entries(runbook.parameters)) {
    const found = readValue(value, { event, node, nodeId });
    if (found === undefined) return refuse('NoParameter', `${parameter}: ${value} is not there`);
    parameters[parameter] = [found];
  }
  return { kind: 'start', place, runbook: runbook.name, parameters, cause: `${name} ${eventId}` };
}

function refuse(reason: RefusalReason, detail: string): Action {
  return { kind: 'refuse', reason, detail };
}

function readValue(
  value: string,
  { event, node, nodeId }: { event: Triggered['event']; node: string; nodeId: string },
): string | undefined {
  if (value === node) return nodeId;
  return value.startsWith('$.') ? textAt(event, value) : value;
}
