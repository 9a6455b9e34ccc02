import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import { ownEntry } from '../../../core/own-entry.ts';
import { NotEmulatedError } from '../../../core/service.ts';
import { readShare } from '../rate-share.ts';
import { invalidParameters } from './parameter-values.ts';
import type { Runbook } from './runbook.ts';

/** What a call targets, before it is looked for. */
export interface AskedTarget {
  readonly key: string;
  readonly values: readonly string[];
}

/** The targets of a parent, and how many of them at once. */
export interface Targeting {
  /** The parameter of the runbook that gets a target in each child. */
  readonly parameterName: string;
  readonly target: AskedTarget;
  /** As asked for: a number, or a percentage of the targets. */
  readonly maxConcurrency: string;
  readonly maxErrors: string;
  /** The targets, in the order in which they are begun. */
  readonly values: readonly string[];
}

/** What a call asks of targets, before they are looked for. */
export type AskedTargeting = Omit<Targeting, 'values'>;

/** The default of MaxConcurrency (API reference), and of MaxErrors (recorded). */
const usual = { maxConcurrency: '10', maxErrors: '100%' };

/** The most children at once: one at least. */
export function concurrencyOf({ maxConcurrency, values }: Targeting): number {
  return Math.max(1, readShare(maxConcurrency, values.length));
}

/** Whether so many children have failed that no further one begins. */
export function isOverErrors({ maxErrors, values }: Targeting, failed: number): boolean {
  return failed > readShare(maxErrors, values.length);
}

/**
 * What a call asks of targets, or undefined when it has none.
 * @throws ServiceError InvalidAutomationExecutionParametersException for what contradicts itself or the runbook.
 */
export function readTargeting(
  input: StartAutomationExecutionRequest,
  { parameters }: Runbook,
): AskedTargeting | undefined {
  const { TargetParameterName: parameterName, Targets: targets = [] } = input;
  const { MaxConcurrency: maxConcurrency, MaxErrors: maxErrors } = input;
  const [first, second] = targets;
  if (first === undefined) {
    if (parameterName === undefined && maxConcurrency === undefined && maxErrors === undefined)
      return undefined;
    throw invalidParameters('TargetParameterName, MaxConcurrency and MaxErrors need Targets.');
  }
  if (second !== undefined)
    throw invalidParameters('Only one resource group or tag can be specified at a time');
  if (parameterName === undefined) throw invalidParameters('Targets need TargetParameterName.');
  if (!Object.hasOwn(parameters, parameterName) || parameterName === 'AutomationAssumeRole')
    throw invalidParameters(`The target parameter ${parameterName} is not one of the document.`);
  if (ownEntry(input.Parameters ?? {}, parameterName) !== undefined)
    throw invalidParameters(`The parameter ${parameterName} gets the targets, and no value besides.`);
  const target = readTarget(first.Key ?? '', first.Values ?? []);
  return {
    ...{ parameterName, target },
    maxConcurrency: maxConcurrency ?? usual.maxConcurrency,
    maxErrors: maxErrors ?? usual.maxErrors,
  };
}

function readTarget(key: string, values: readonly string[]): AskedTarget {
  const isAll = key === 'AWS::EC2::Instance';
  if (key === 'ResourceGroup' || key === 'tag-key')
    throw new NotEmulatedError(`StartAutomationExecution with the target ${key}`);
  if (key !== 'ParameterValues' && !isAll && !/^tag:./s.test(key))
    throw invalidParameters(`The target ${key} is none of ParameterValues, ResourceGroup, tag:KEY.`);
  if (values.length === 0 || (isAll && values.join() !== '*'))
    throw invalidParameters(`The target ${key} needs ${isAll ? 'the value *' : 'a value'}.`);
  if (new Set(values).size < values.length) throw invalidParameters(`The target ${key} has a value twice.`);
  return { key, values };
}
