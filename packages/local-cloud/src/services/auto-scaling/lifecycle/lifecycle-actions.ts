import type { Host, ServiceEvent } from '../../../core/host.ts';
import type { Appointment } from '../../../core/timeline.ts';
import { validationError } from '../auto-scaling-errors.ts';
import type { Member, ScalingGroup } from '../scaling-group.ts';
import type { LifecycleAction } from './lifecycle-action.ts';
import { lifecycleEvent } from './lifecycle-event.ts';
import { globalTimeoutSeconds, type LifecycleHook, type LifecycleResult } from './lifecycle-hook.ts';

/** What follows from the end of a wait. */
export interface WaitEnds {
  /** Every hook of the group has let the instance go on. */
  proceed(group: ScalingGroup, member: Member): void;
  /** A hook has given the instance up. */
  abandon(group: ScalingGroup, member: Member): void;
}

/** How a request names an action: by its token, or by its instance. */
export interface ActionKey {
  readonly hookName: string;
  readonly token: string | undefined;
  readonly instanceId: string | undefined;
}

/** The instances that wait for hooks, and when each wait ends by itself. */
export class LifecycleActions {
  readonly #host: Host;
  readonly #emit: (event: ServiceEvent) => void;
  readonly #ends: WaitEnds;
  readonly #open = new Map<string, { action: LifecycleAction; appointment: Appointment }>();

  constructor(host: Host, emit: (event: ServiceEvent) => void, ends: WaitEnds) {
    this.#host = host;
    this.#emit = emit;
    this.#ends = ends;
  }

  /** An instance begins to wait for a hook. */
  begin(group: ScalingGroup, member: Member, hook: LifecycleHook): void {
    const { nowMs } = this.#host.timeline;
    const action: LifecycleAction = {
      ...{ token: this.#host.random('auto-scaling/tokens').uuid(), group, member, hook },
      endsMs: nowMs + globalTimeoutSeconds(hook) * 1000,
      deadlineMs: nowMs + hook.heartbeatSeconds * 1000,
    };
    this.#arm(action);
    this.#emit(lifecycleEvent(action));
  }

  /** The action that a request names. @throws ServiceError ValidationError when there is none, or no more. */
  get(group: ScalingGroup, { hookName, token, instanceId }: ActionKey): LifecycleAction {
    const found = this.#of(({ action }) => {
      if (action.group !== group || action.hook.name !== hookName) return false;
      return token === undefined ? action.member.instance.id === instanceId : action.token === token;
    })[0];
    if (found !== undefined) return found;
    const what = token === undefined ? `instance ID ${instanceId}` : `token ${token}`;
    throw validationError(`No active Lifecycle Action found with ${what}`);
  }

  /** The wait goes on for another time-out of the hook, but not past its end. */
  heartbeat(action: LifecycleAction): void {
    const untilMs = this.#host.timeline.nowMs + action.hook.heartbeatSeconds * 1000;
    action.deadlineMs = Math.min(untilMs, action.endsMs);
    this.#disarm(action);
    this.#arm(action);
  }

  /** Ends an action. An instance goes on when no other hook holds it. One that is abandoned waits for nobody else. */
  complete(action: LifecycleAction, result: LifecycleResult): void {
    const { group, member } = action;
    this.#disarm(action);
    if (result === 'ABANDON') {
      this.cancel(member);
      this.#ends.abandon(group, member);
    } else if (this.#of((open) => open.action.member === member).length === 0)
      this.#ends.proceed(group, member);
  }

  /** Completes what waits for a hook that is deleted. */
  abandonAll(group: ScalingGroup, hookName: string): void {
    for (const action of this.#of(
      (open) => open.action.group === group && open.action.hook.name === hookName,
    ))
      this.complete(action, 'ABANDON');
  }

  /** Nothing waits for the instance any more. */
  cancel(member: Member): void {
    for (const action of this.#of((open) => open.action.member === member)) this.#disarm(action);
  }

  #of(isMeant: (open: { action: LifecycleAction }) => boolean): LifecycleAction[] {
    return [...this.#open.values()].filter(isMeant).map(({ action }) => action);
  }

  #arm(action: LifecycleAction): void {
    const appointment = this.#host.timeline.at(action.deadlineMs, () => {
      this.#host.trace('autoscaling.timeout', {
        instance: action.member.instance.id,
        hook: action.hook.name,
      });
      this.complete(action, action.hook.defaultResult);
    });
    this.#open.set(action.token, { action, appointment });
  }

  #disarm({ token }: LifecycleAction): void {
    this.#open.get(token)?.appointment.cancel();
    this.#open.delete(token);
  }
}
