import type { TraceLine } from 'local-cloud';
import { rolloutOfOrder } from '../../lambdas/shared/domain/commands/order.ts';
import { verifyCommentPrefix } from '../../lambdas/shared/runtime/contract.ts';

/** The latest command that sent one version of a document to one instance. */
interface Sent {
  readonly commandId: string;
  readonly document: string;
  readonly atMs: number;
  /** The `StatusDetails` of the invocation. */
  details: string;
  /** When it ended, however it did. */
  endedMs?: number;
}

/** A command that followed one of another document on an instance, and how long after the end of that. */
export interface NextDocument {
  readonly instanceId: string;
  readonly document: string;
  readonly seconds: number;
}

/** A command that was sent while an earlier one was open or had succeeded. */
export interface SecondCommand {
  readonly instanceId: string;
  readonly document: string;
  readonly commandId: string;
  readonly earlierId: string;
  readonly earlierDetails: string;
  readonly atMs: number;
}

/** An alarm that went off. */
interface Ring {
  readonly alarmName: string;
  readonly atMs: number;
}

/** States of an invocation that has not ended. */
const openDetails = ['Pending', 'InProgress', 'Delayed', 'Cancelling'];

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

/** Ends of an invocation that ran on the instance, or may have, and did not succeed. */
const halfRun = ['Failed', 'ExecutionTimedOut', 'Terminated', 'Cancelled'];

/** How the comments begin of commands that belong to no order: those that verify, and those of runbooks. */
const otherComments = [verifyCommentPrefix, 'Muster: '];

/**
 * Follows the trace of a run: the commands, their results, the results of function calls, and the alarms that go off.
 */
export class SimulationWatch {
  readonly secondCommands: SecondCommand[] = [];
  readonly nextDocuments: NextDocument[] = [];
  readonly #sent = new Map<string, Sent>();
  readonly #documentOf = new Map<string, string>();
  readonly #latest = new Map<string, Sent>();
  readonly #firstSentMs = new Map<string, number>();
  readonly #failedCalls: string[] = [];
  readonly #goodCallsMs = new Map<string, number[]>();
  readonly #rings: Ring[] = [];
  readonly #refused = new Set<string>();
  commandCount = 0;
  /** Says whether a drift of a document on an instance was told since a moment: then it may be sent again. */
  wasDriftTold: (instanceId: string, document: string, sinceMs: number) => boolean = () => false;

  /** Takes one line of the trace, in the order of the run. */
  readonly take = ({ atMs, kind, fields }: TraceLine): void => {
    if (kind === 'ssm.command') this.#takeCommand(atMs, fields);
    if (kind === 'fault' && fields['kind'] === 'instance-refused')
      this.#refused.add(String(fields['instanceId']));
    if (kind === 'ssm.invocation') this.#takeInvocation(atMs, fields);
    if (kind === 'cloudwatch.alarm' && fields['to'] === 'ALARM')
      this.#rings.push({ alarmName: String(fields['alarm']), atMs });
    if (kind === 'lambda.end') this.#takeEnd(atMs, fields);
  };

  /** The calls of functions that failed. */
  get failedCalls(): readonly string[] {
    return this.#failedCalls;
  }

  /** When the first command for an instance was sent, in virtual epoch milliseconds. */
  firstSentMs(instanceId: string): number | undefined {
    return this.#firstSentMs.get(instanceId);
  }

  /** The `StatusDetails` of the latest invocation on an instance, or undefined if no command was sent to it. */
  latestDetails(instanceId: string): string | undefined {
    return this.#latest.get(instanceId)?.details;
  }

  /** The fine state of the latest invocation of a document and version; undefined when it was not sent. */
  detailsOf(instanceId: string, document: string): string | undefined {
    return this.#sent.get(`${instanceId} ${document}`)?.details;
  }

  /** True when Systems Manager refused the instance by a fault. */
  wasRefused(instanceId: string): boolean {
    return this.#refused.has(instanceId);
  }

  /** True when the alarm has been in ALARM. */
  hasRung(alarmName: string): boolean {
    return this.ringsMs(alarmName).length > 0;
  }

  /** The times at which the alarm went into ALARM. */
  ringsMs(alarmName: string): readonly number[] {
    return this.#rings.filter((ring) => ring.alarmName === alarmName).map(({ atMs }) => atMs);
  }

  /** The times at which calls of a function succeeded, oldest first. */
  goodCallsMs(functionName: string): readonly number[] {
    return this.#goodCallsMs.get(functionName) ?? [];
  }

  #takeEnd(atMs: number, { function: name, requestId, end }: TraceLine['fields']): void {
    const functionName = String(name);
    if (end !== 'ok') {
      this.#failedCalls.push(`${functionName} ${requestId} ended with ${end}`);
      return;
    }
    const known = this.#goodCallsMs.get(functionName);
    if (known === undefined) this.#goodCallsMs.set(functionName, [atMs]);
    else known.push(atMs);
  }

  #takeCommand(atMs: number, fields: TraceLine['fields']): void {
    // What verifies changes nothing, and may be sent as often as one likes. So may what runbooks send for people.
    if (otherComments.some((comment) => String(fields['comment']).startsWith(comment))) return;
    const commandId = String(fields['commandId']);
    const document = whatIsSent(fields);
    this.commandCount++;
    this.#documentOf.set(commandId, document);
    for (const instanceId of String(fields['instances']).split(' ').filter(Boolean)) {
      const key = `${instanceId} ${document}`;
      const earlier = this.#sent.get(key);
      if (
        earlier !== undefined &&
        !failedDetails.includes(earlier.details) &&
        !this.#isUndone(earlier, instanceId) &&
        !this.wasDriftTold(instanceId, nameOf(document), earlier.atMs)
      ) {
        const { commandId: earlierId, details: earlierDetails } = earlier;
        this.secondCommands.push({ instanceId, document, commandId, earlierId, earlierDetails, atMs });
      }
      // What is sent again after a drift follows no other agent.
      if (earlier?.endedMs === undefined || failedDetails.includes(earlier.details))
        this.#takeNext(instanceId, document, atMs);
      const sent: Sent = { commandId, document, atMs, details: 'Pending' };
      this.#sent.set(key, sent);
      this.#latest.set(instanceId, sent);
      if (!this.#firstSentMs.has(instanceId)) this.#firstSentMs.set(instanceId, atMs);
    }
  }

  /** True when another version of the document ran after it on the instance, and failed there: what it left is not known. */
  #isUndone({ document, details, atMs }: Sent, instanceId: string): boolean {
    const latest = this.#latest.get(instanceId);
    if (latest === undefined || openDetails.includes(details)) return false;
    return (
      latest.atMs > atMs && nameOf(latest.document) === nameOf(document) && halfRun.includes(latest.details)
    );
  }

  #takeNext(instanceId: string, document: string, atMs: number): void {
    const before = this.#latest.get(instanceId);
    if (before?.endedMs === undefined || before.document === document) return;
    this.nextDocuments.push({ instanceId, document, seconds: (atMs - before.endedMs) / 1000 });
  }

  #takeInvocation(atMs: number, fields: TraceLine['fields']): void {
    const commandId = String(fields['commandId']);
    const document = this.#documentOf.get(commandId);
    const sent = this.#sent.get(`${fields['instanceId']} ${document}`);
    if (sent?.commandId !== commandId) return;
    sent.details = String(fields['details']);
    if (!openDetails.includes(sent.details)) sent.endedMs ??= atMs;
  }
}

/**
 * The document of a command. That of an errand is told apart from the same document of a profile: it is sent besides, and once
 * for each roll-out.
 */
function whatIsSent({ comment, document }: TraceLine['fields']): string {
  const rolloutId = rolloutOfOrder(String(comment));
  return rolloutId === undefined ? String(document) : errandName(rolloutId, String(document));
}

/** What the errand of a roll-out is called here. `document` is named with its version. */
export function errandName(rolloutId: string, document: string): string {
  return `${rolloutId}/${document}`;
}

/** The name of a document that is named with its version. */
function nameOf(document: string): string {
  return document.slice(0, document.lastIndexOf(':'));
}
