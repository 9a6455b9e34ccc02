import type { LocalCloud, TraceLine } from 'local-cloud';

/** A runbook to start, by its name in the catalog. */
export interface RunbookStart {
  readonly runbook: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Starts a runbook as a person does who may do everything. Undefined when Systems Manager refuses. */
export function startRunbook(cloud: LocalCloud, { runbook, parameters }: RunbookStart): string | undefined {
  const name = cloud.ssm.documents.find((document) => document.name.endsWith(`-${runbook}`))?.name;
  if (name === undefined) throw new Error(`The runbook ${runbook} is not deployed.`);
  const Parameters = Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, [value]]));
  const input = { DocumentName: name, Parameters };
  const outcome = cloud.gateway.call(
    { service: 'ssm', name: 'StartAutomationExecution', input },
    { kind: 'administrator' },
  );
  if ('refusal' in outcome) return undefined;
  const { output } = outcome;
  const id =
    typeof output === 'object' && output !== null ? Reflect.get(output, 'AutomationExecutionId') : undefined;
  return typeof id === 'string' ? id : undefined;
}

/** Stops an execution, as a person does who has started it by mistake. It may have ended. */
export function stopExecution(cloud: LocalCloud, AutomationExecutionId: string): void {
  const input = { AutomationExecutionId, Type: 'Cancel' };
  cloud.gateway.call({ service: 'ssm', name: 'StopAutomationExecution', input }, { kind: 'administrator' });
}

/** The id of the execution whose start a line of the trace tells; undefined for other lines. */
export function startsOf({ kind, fields }: TraceLine): string | undefined {
  return kind === 'ssm.automation' && fields['status'] === 'InProgress'
    ? String(fields['executionId'])
    : undefined;
}
