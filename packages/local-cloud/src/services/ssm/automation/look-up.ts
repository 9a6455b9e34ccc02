import type { Place } from '../../../core/host.ts';
import { ownEntry } from '../../../core/own-entry.ts';
import { NotEmulatedError } from '../../../core/service.ts';
import type { AutomationExecution } from './execution.ts';
import type { LookUp } from './fill-in.ts';

/**
 * What the references of an execution's steps become: parameters, outputs of steps, and what the service knows.
 * @throws NotEmulatedError for parameters of Parameter Store and for variables.
 */
export function lookUpIn(execution: AutomationExecution, place: Place, nowMs: number): LookUp {
  const { id, parameters } = execution.request;
  return (name) => {
    if (name.includes(':')) return ofService(name, { ...place, id }, nowMs);
    const dot = name.indexOf('.');
    if (dot < 0) return ownEntry(parameters.values, name);
    const step = execution.stepNamed(name.slice(0, dot));
    return ownEntry(step?.end?.outputs ?? {}, name.slice(dot + 1));
  };
}

function ofService(name: string, { id, accountId, region }: Place & { id: string }, nowMs: number): string {
  const [date = '', time = ''] = new Date(nowMs).toISOString().split('T');
  const known: Readonly<Record<string, string>> = {
    'automation:EXECUTION_ID': id,
    'global:ACCOUNT_ID': accountId,
    'global:DATE': date,
    'global:DATE_TIME': `${date}_${time.slice(0, 8).replaceAll(':', '.')}`,
    'global:REGION': region,
  };
  const value = ownEntry(known, name);
  if (value === undefined) throw new NotEmulatedError(`{{ ${name} }} in a runbook`);
  return value;
}
