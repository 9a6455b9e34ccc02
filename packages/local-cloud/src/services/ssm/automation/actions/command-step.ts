import { isRecord } from '../../../../core/is-record.ts';
import type { ServiceError } from '../../../../core/service.ts';
import type { StepEnd } from '../execution.ts';
import { failsWhen } from '../failure-message.ts';
import { selectValue, shownValue } from '../outputs.ts';
import type { CallAnswer, StepRun, StepTask } from './action.ts';
import { poll } from './poll.ts';

/** How often the step looks whether agents are there, and whether the command has ended. Assumed. */
const LOOK_EVERY_MS = 5_000;
const availability = 'verifying the SSM Agent availability on the target instance(s)';
const completion = 'verifying the command has completed';
const running = ['Pending', 'InProgress', 'Delayed', 'Cancelling'];

/**
 * `aws:runCommand`: waits for the agents of the instances that it names, sends the command, and waits for its end. A
 * time-out leaves the command running; a stop cancels it.
 */
export function runCommand(task: StepTask): StepRun {
  let commandId: string | undefined;
  let silent: readonly string[] = [];
  const ids = instanceIds(task);
  const giveUp = poll(task.host, LOOK_EVERY_MS, () => {
    const found = commandId === undefined ? beforeSending() : whileRunning(task, commandId);
    if (found === undefined) return 'again';
    task.end(found);
    return 'done';
  });

  function beforeSending(): StepEnd | undefined {
    const silentNow = silentAgents(task, ids);
    if ('status' in silentNow) return silentNow;
    silent = silentNow;
    if (silent.length > 0) return undefined;
    const sent = task.call('ssm', 'SendCommand', toRequest(task.inputs));
    if ('refusal' in sent) return refused('SendCommand', sent);
    commandId = String(selectValue(sent.answer, '$.Command.CommandId'));
    return undefined;
  }

  return {
    stop(reason) {
      giveUp();
      if (reason === 'cancelled' && commandId !== undefined)
        task.call('ssm', 'CancelCommand', { CommandId: commandId });
    },
    doing() {
      if (commandId !== undefined) return completion;
      return `${availability}. SSM Agent on Instances: [${silent.join(', ')}] are not functioning`;
    },
  };
}

function instanceIds({ inputs }: StepTask): string[] {
  return [inputs['InstanceIds'] ?? []].flat().map(String);
}

/** The ids of the instances whose agent is not online, or how the step ends because nobody may ask. */
function silentAgents(task: StepTask, ids: readonly string[]): readonly string[] | StepEnd {
  if (ids.length === 0) return [];
  const Filters = [{ Key: 'InstanceIds', Values: ids }];
  const known = task.call('ssm', 'DescribeInstanceInformation', { Filters });
  if ('refusal' in known)
    return isPassing(known.refusal) ? ids : refused('DescribeInstanceInformation', known, availability);
  const online = selectValue(known.answer, '$.InstanceInformationList[*]');
  const isOnline = (id: string) =>
    Array.isArray(online) &&
    online.some((each) => isRecord(each) && each['InstanceId'] === id && each['PingStatus'] === 'Online');
  return ids.filter((id) => !isOnline(id));
}

/** The values of a command's parameters are lists of texts; a runbook may write one text, number or flag. */
function toRequest(inputs: StepTask['inputs']): Readonly<Record<string, unknown>> {
  const { Parameters: parameters, ...others } = inputs;
  if (!isRecord(parameters)) return others;
  const lists = Object.entries(parameters).map(([name, value]) => [name, shownValue(value)]);
  return { ...others, Parameters: Object.fromEntries(lists) };
}

/** How the step ends, or undefined while the command runs or cannot be read yet. */
function whileRunning(task: StepTask, commandId: string): StepEnd | undefined {
  const listed = task.call('ssm', 'ListCommands', { CommandId: commandId });
  if ('refusal' in listed)
    return isPassing(listed.refusal) ? undefined : refused('ListCommands', listed, completion);
  const status = selectValue(listed.answer, '$.Commands[0].Status');
  if (typeof status !== 'string' || running.includes(status)) return undefined;
  const results = task.call('ssm', 'ListCommandInvocations', { CommandId: commandId, Details: true });
  if ('refusal' in results)
    return isPassing(results.refusal) ? undefined : refused('ListCommandInvocations', results, completion);
  const outputs = outputsOf(commandId, status, results.answer);
  if (status === 'Success') return { status, outputs };
  return { status: 'Failed', outputs, message: failsWhen(completion, unexpected(commandId, outputs)) };
}

/** The outputs of one invocation: the first that has failed, or the first. */
function outputsOf(commandId: string, status: string, answer: unknown): Readonly<Record<string, unknown>> {
  const all = selectValue(answer, '$.CommandInvocations[*]');
  const invocations = Array.isArray(all) ? all.filter(isRecord) : [];
  const shown = invocations.find((each) => each['Status'] !== 'Success') ?? invocations[0];
  const plugins = [shown?.['CommandPlugins'] ?? []].flat().filter(isRecord);
  const plugin = plugins.find((each) => each['Status'] !== 'Success') ?? plugins.at(-1);
  const result = {
    Status: status,
    ResponseCode: plugin?.['ResponseCode'] ?? (status === 'Success' ? 0 : -1),
    Output: plugin?.['Output'] ?? '',
    CommandId: commandId,
  };
  return { ...result, OutputPayload: result };
}

/** The words are recorded. */
function unexpected(commandId: string, outputs: Readonly<Record<string, unknown>>): string {
  const names = ['Status', 'ResponseCode', 'Output', 'OutputPayload', 'CommandId'];
  const shown = names.map((name) => `${name}=[${shownValue(outputs[name]).join(', ')}]`);
  return `Command ${commandId} returns unexpected invocation result: \n{${shown.join(', ')}}`;
}

/** Whether asking again may help: reads do not see a new command at once, and may be throttled. */
function isPassing({ code }: ServiceError): boolean {
  return code === 'InvalidCommandId' || code === 'ThrottlingException';
}

/** The form is documented for RunInstances. */
function refused(
  operation: string,
  { refusal, requestId }: Extract<CallAnswer, { refusal: ServiceError }>,
  doing = 'sending the command',
): StepEnd {
  const details = `Service: AWSSimpleSystemsManagement; Status Code: ${refusal.statusCode}; Error Code: ${refusal.code}; Request ID: ${requestId}`;
  const reason =
    `Get Exception from ${operation} API of ssm Service. ` +
    `Exception Message from ${operation} API: [${refusal.message} (${details})]`;
  return { status: 'Failed', message: failsWhen(doing, reason) };
}
