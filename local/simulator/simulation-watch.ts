import type { TraceLine } from '../cloud/trace.ts';

/** What happened to one instance and one version of a document, by the latest command. */
interface Sent {
  readonly commandId: string;
  readonly atMs: number;
  /** The fine state of the invocation. */
  details: string;
}

/** A second command that was sent while the first was open, or had succeeded. */
export interface SecondCommand {
  readonly instanceId: string;
  readonly document: string;
  readonly commandId: string;
  readonly earlierId: string;
  readonly earlierDetails: string;
  readonly atMs: number;
}

/** States of an invocation that has ended without success: the same document may be sent again. */
const failedDetails = [
  'Failed',
  'ExecutionTimedOut',
  'DeliveryTimedOut',
  'Undeliverable',
  'Terminated',
  'InvalidPlatform',
  'Cancelled',
];

/** Follows the trace of a run: which commands there are, how they end, which calls of functions fail. */
export class SimulationWatch {
  readonly secondCommands: SecondCommand[] = [];
  readonly #sent = new Map<string, Sent>();
  readonly #documentOf = new Map<string, string>();
  readonly #latest = new Map<string, Sent>();
  readonly #firstSentMs = new Map<string, number>();
  readonly #failedCalls: string[] = [];
  readonly #alarms = new Set<string>();
  readonly #refused = new Set<string>();
  commandCount = 0;

  /** Takes one line of the trace, in the order of the run. */
  readonly take = ({ atMs, kind, fields }: TraceLine): void => {
    if (kind === 'ssm.command') this.#takeCommand(atMs, fields);
    if (kind === 'fault' && fields['kind'] === 'instance-refused')
      this.#refused.add(String(fields['instanceId']));
    if (kind === 'ssm.invocation') this.#takeInvocation(fields);
    if (kind === 'cloudwatch.alarm' && fields['to'] === 'ALARM') this.#alarms.add(String(fields['alarm']));
    if (kind === 'lambda.end' && fields['end'] !== 'ok')
      this.#failedCalls.push(`${fields['function']} ${fields['requestId']} ended with ${fields['end']}`);
  };

  /** Calls of functions that did not end well. */
  get failedCalls(): readonly string[] {
    return this.#failedCalls;
  }

  /** When the first command for an instance was sent, in virtual epoch milliseconds. */
  firstSentMs(instanceId: string): number | undefined {
    return this.#firstSentMs.get(instanceId);
  }

  /** The fine state of the latest invocation on an instance; undefined when no command was sent to it. */
  latestDetails(instanceId: string): string | undefined {
    return this.#latest.get(instanceId)?.details;
  }

  /** True when Systems Manager refused the instance by a fault. */
  wasRefused(instanceId: string): boolean {
    return this.#refused.has(instanceId);
  }

  /** True when the alarm has been in ALARM. */
  hasRung(alarmName: string): boolean {
    return this.#alarms.has(alarmName);
  }

  #takeCommand(atMs: number, fields: TraceLine['fields']): void {
    const commandId = String(fields['commandId']);
    const document = String(fields['document']);
    this.commandCount++;
    this.#documentOf.set(commandId, document);
    for (const instanceId of String(fields['instances']).split(' ').filter(Boolean)) {
      const key = `${instanceId} ${document}`;
      const earlier = this.#sent.get(key);
      if (earlier !== undefined && !failedDetails.includes(earlier.details)) {
        const { commandId: earlierId, details: earlierDetails } = earlier;
        this.secondCommands.push({ instanceId, document, commandId, earlierId, earlierDetails, atMs });
      }
      const sent: Sent = { commandId, atMs, details: 'Pending' };
      this.#sent.set(key, sent);
      this.#latest.set(instanceId, sent);
      if (!this.#firstSentMs.has(instanceId)) this.#firstSentMs.set(instanceId, atMs);
    }
  }

  #takeInvocation(fields: TraceLine['fields']): void {
    const commandId = String(fields['commandId']);
    const document = this.#documentOf.get(commandId);
    const sent = this.#sent.get(`${fields['instanceId']} ${document}`);
    if (sent?.commandId === commandId) sent.details = String(fields['details']);
  }
}
