import { isRecord } from '../../../core/is-record.ts';
import { NotEmulatedError } from '../../../core/service.ts';
import type { RunbookStep } from './runbook.ts';

/** The outputs that `aws:invokeLambdaFunction` has by itself, in the order in which the service lists them. */
const ownOutputs = ['LogResult', 'OutputPayload', 'FunctionError', 'Payload', 'StatusCode'];

/**
 * What is wrong with a step that invokes a function, in the words of the service, which are recorded; or undefined.
 * @throws NotEmulatedError for an output of the step's own: no source says what its selector reads.
 */
export function refusedInvocation({ name, action, inputs, outputs }: RunbookStep): string | undefined {
  if (action !== 'aws:invokeLambdaFunction') return undefined;
  const [taken] = outputs.filter((output) => ownOutputs.includes(output.name));
  if (taken !== undefined)
    return `In step ${name}, name: ${taken.name} is conflicting with one of the following reserved output names: [${ownOutputs.join(', ')}]`;
  if (outputs.length > 0) throw new NotEmulatedError(`aws:invokeLambdaFunction with outputs (step ${name})`);
  if (typeof inputs['FunctionName'] !== 'string') return `Step ${name}: FunctionName is missing`;
  const { Payload: payload, InputPayload: input } = inputs;
  if (payload !== undefined && typeof payload !== 'string')
    return `Input ${shown(payload)} is of type LinkedHashMap, but expected type is String.`;
  return input === undefined || isRecord(input) ? undefined : `Step ${name}: InputPayload is not a mapping`;
}

/** A mapping as the service shows it. */
function shown(value: unknown): string {
  if (!isRecord(value)) return String(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `${key}=${shown(item)}`)
    .join(', ')}}`;
}
