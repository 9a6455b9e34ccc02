import { isNamed } from '../shared/clients/expected-errors.ts';
import type { LaunchQueue } from '../shared/clients/fleet/launch-queue.ts';
import type { Clock } from '../shared/clients/system-clock.ts';
import type { Log } from '../shared/runtime/log.ts';
import type { Acts } from './acts-client.ts';
import type { Triggered } from './parse-triggered.ts';
import { type Action, planAction, type RefusalReason } from './plan-action.ts';
import type { Runbooks } from './runbooks-client.ts';
import type { TriggerSettings } from './trigger-settings.ts';

/** What acting needs from outside. */
export interface ActPorts {
  readonly acts: Acts;
  readonly runbooks: Runbooks;
  readonly launchQueue: Pick<LaunchQueue, 'send'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Systems Manager starts one execution a second (General Reference, quotas of Automation). */
const startEveryMs = 1_000;

/** The errors after which another call would fail too (API reference of StartAutomationExecution). */
const throttled = ['ThrottlingException', 'AutomationExecutionLimitExceededException'];

/** What became of events. `retry` holds those that must be delivered again. */
export interface Acted {
  readonly started: number;
  readonly looked: number;
  readonly refused: number;
  readonly retry: readonly Triggered[];
}

/**
 * Acts on events, one after the other, and starts one runbook a second. What failed comes back after the
 * visibility timeout of the queue, and after a throttled call all that follows as well. One bad event keeps no other back.
 */
export async function act(
  events: readonly Triggered[],
  { triggers }: Pick<TriggerSettings, 'triggers'>,
  ports: ActPorts,
): Promise<Acted> {
  const counts = { started: 0, looked: 0, refused: 0 };
  const retry: Triggered[] = [];
  for (const [index, triggered] of events.entries()) {
    const action = planAction(triggered, ownTrigger(triggers, triggered.trigger), ports.clock.now());
    try {
      if (action.kind === 'start' && counts.started > 0) await ports.clock.pause(startEveryMs);
      counts[await carryOut(action, triggered, ports)] += 1;
    } catch (error) {
      ports.log.warn('action failed', { ...told(triggered), error: String(error) });
      if (isNamed(error, throttled)) return { ...counts, retry: [...retry, ...events.slice(index)] };
      retry.push(triggered);
    }
  }
  return { ...counts, retry };
}

function ownTrigger(triggers: TriggerSettings['triggers'], name: string) {
  return Object.hasOwn(triggers, name) ? triggers[name] : undefined;
}

async function carryOut(
  action: Action,
  triggered: Triggered,
  ports: ActPorts,
): Promise<'started' | 'looked' | 'refused'> {
  const { acts, runbooks, launchQueue, clock, log } = ports;
  const refuse = (reason: RefusalReason, detail: string) => {
    log.warn('action refused', { ...told(triggered), reason, detail });
    return 'refused' as const;
  };
  if (action.kind === 'refuse') return refuse(action.reason, action.detail);
  const { place } = action;
  const { nodeId } = place;
  if (!(await acts.note(place, triggered.eventId, clock.now())))
    return refuse('ActedTooOften', `${nodeId}: ${place.max} times today`);
  if (action.kind === 'look') {
    const request = { instanceId: nodeId, state: 'running', atMs: clock.now(), isAnew: true } as const;
    if ((await launchQueue.send([request])) > 0) throw new Error('the launch queue did not take it');
    return 'looked';
  }
  const executionId = await runbooks.start(action);
  log.info('runbook started', { ...told(triggered), nodeId, runbook: action.runbook, executionId });
  return 'started';
}

function told({ trigger, eventId }: Triggered) {
  return { trigger, eventId };
}
