import type { Host, ServiceEvent } from '../../../core/host.ts';
import type { AutomationExecution, StepExecution } from './execution.ts';
import { definitionArn, executionArn } from './execution-arn.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Sends the changes of status of executions and their steps to the event bus. */
export class AutomationEvents {
  readonly #host: Host;
  readonly #emit: (event: ServiceEvent) => void;

  constructor(host: Host, emit: (event: ServiceEvent) => void) {
    this.#host = host;
    this.#emit = emit;
  }

  /** Called when the status of an execution has changed. */
  executionChanged({ request, status, endedMs }: AutomationExecution): void {
    this.#send(request, 'EC2 Automation Execution Status-change Notification', {
      ...this.#about(request),
      Status: status,
      ...times(request.startedMs, endedMs),
      ExecutedBy: request.executedBy,
    });
  }

  /** Called when the status of a step has changed. */
  stepChanged({ request }: AutomationExecution, { step, status, startedMs, endedMs }: StepExecution): void {
    this.#send(request, 'EC2 Automation Step Status-change Notification', {
      ...this.#about(request),
      Status: status,
      ...times(startedMs ?? request.startedMs, endedMs),
      StepName: step.name,
      Action: step.action,
    });
  }

  #about({ id, document }: AutomationExecution['request']): Record<string, unknown> {
    const { documentName, version } = document;
    return { ExecutionId: id, Definition: documentName, DefinitionVersion: version };
  }

  #send(
    { id, document }: AutomationExecution['request'],
    detailType: string,
    detail: Record<string, unknown>,
  ): void {
    const resources = [executionArn(this.#host, id), definitionArn(this.#host, document)];
    this.#emit({ source: 'aws.ssm', detailType, resources, detail });
  }
}

function times(startedMs: number, endedMs: number | undefined): Record<string, unknown> {
  const StartTime = longTime(startedMs);
  return endedMs === undefined
    ? { StartTime }
    : { StartTime, EndTime: longTime(endedMs), Time: endedMs - startedMs };
}

/** A time as these events have it: `Nov 29, 2016 7:43:20 PM`. */
function longTime(ms: number): string {
  const time = new Date(ms);
  const hours = time.getUTCHours();
  const clock = [
    hours % 12 === 0 ? 12 : hours % 12,
    twoDigits(time.getUTCMinutes()),
    twoDigits(time.getUTCSeconds()),
  ];
  const date = `${months[time.getUTCMonth()]} ${time.getUTCDate()}, ${time.getUTCFullYear()}`;
  return `${date} ${clock.join(':')} ${hours < 12 ? 'AM' : 'PM'}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
