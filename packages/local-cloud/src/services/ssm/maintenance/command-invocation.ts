import { NotEmulatedError } from '../../../core/service.ts';
import { poll } from '../automation/actions/poll.ts';
import { selectValue } from '../automation/outputs.ts';
import type { EndStatus } from './maintenance-execution.ts';
import { findMembers } from './maintenance-members.ts';
import { fillPseudoParameters } from './pseudo-parameters.ts';
import type { InvocationRun, InvocationWork } from './task-invocation.ts';

/** How often the service looks whether the command has ended. Assumed. */
const LOOK_EVERY_MS = 15_000;
/** The most instances that one command names. */
const NAMED_MAX = 50;

const ends: Readonly<Record<string, EndStatus>> = {
  Success: 'SUCCESS',
  Failed: 'FAILED',
  TimedOut: 'TIMED_OUT',
  Cancelled: 'CANCELLED',
};

/** Sends a command to the nodes of a target with the role of the task, and follows it to its end. */
export function commandInvocation(work: InvocationWork): InvocationRun {
  const { office, principal, invocation, done } = work;
  const { ports, host } = office;
  const request = requestOf(work);
  if (request === undefined) return { cancel: () => undefined };
  invocation.parameters = JSON.stringify(request);
  const sent = ports.call(principal, { service: 'ssm', name: 'SendCommand', input: request });
  if ('refusal' in sent) {
    done('FAILED', sent.refusal.message || sent.refusal.code);
    return { cancel: () => undefined };
  }
  const CommandId = String(selectValue(sent.answer, '$.Command.CommandId'));
  invocation.executionId = CommandId;
  poll(host, LOOK_EVERY_MS, () => {
    const listed = ports.call(principal, { service: 'ssm', name: 'ListCommands', input: { CommandId } });
    // Reads do not see a new command at once, and may be throttled.
    const status = 'refusal' in listed ? undefined : selectValue(listed.answer, '$.Commands[0].Status');
    const end = typeof status === 'string' ? ends[status] : undefined;
    if (end === undefined && 'refusal' in listed && listed.refusal.code === 'AccessDeniedException') {
      done('FAILED', listed.refusal.message);
      return 'done';
    }
    if (end === undefined) return 'again';
    done(end, end === 'SUCCESS' ? undefined : String(status));
    return 'done';
  });
  return {
    cancel: () => {
      ports.call(principal, { service: 'ssm', name: 'CancelCommand', input: { CommandId } });
    },
  };
}

/** The request of SendCommand; undefined when the invocation has ended, because it has no nodes or may not find them. */
function requestOf({ office, principal, task, target, values, done }: InvocationWork) {
  if (target === undefined) throw new TypeError('a command of a window has no target');
  const request = {
    ...fillPseudoParameters(task.parameters, values),
    ...{ DocumentName: task.arn, MaxConcurrency: task.maxConcurrency, MaxErrors: task.maxErrors },
  };
  if (target.resourceType === 'INSTANCE') return { ...request, Targets: target.targets };
  const members = findMembers(office, target, principal);
  if (!('length' in members)) done('FAILED', members.message);
  else if (members.length > NAMED_MAX)
    throw new NotEmulatedError(
      `a command of a window to a resource group of more than ${NAMED_MAX} instances`,
    );
  else if (members.length > 0) return { ...request, InstanceIds: members };
  else done('SUCCESS', 'No invocations to execute.');
  return undefined;
}
