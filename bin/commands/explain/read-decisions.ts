import { isObject } from '../../../lambdas/shared/domain/is-object.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { describeRefusal } from '../../account/refusal.ts';

/** A decision of a function about the instance, from its log. */
export interface LoggedDecision {
  readonly atMs: number;
  /** A `ReasonCode`, or a code of another version of Muster. */
  readonly reason: string;
}

/** Which decisions to look for: from the one moment to just before the other, in epoch milliseconds. */
export interface Stretch {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The decisions that logs tell of, the oldest first, and why some may be missing. */
export interface LoggedDecisions {
  readonly decisions: readonly LoggedDecision[];
  readonly gap?: string;
}

/** The most pages that are read of one log. A page covers what CloudWatch Logs searches in one call. */
const pagesMax = 10;

/** The decisions that change an entry or send: `leave` and `retry` change nothing. */
const changing: readonly unknown[] = ['record', 'send'];

/**
 * What the functions have logged about an instance in a stretch of time, the latest lines first, page by page up to a
 * bound. It never fails: the story is told without logs too.
 */
export async function readDecisions(
  settings: ClientSettings,
  logGroups: readonly string[],
  instanceId: string,
  { fromMs, untilMs }: Stretch,
): Promise<LoggedDecisions> {
  const { CloudWatchLogsClient, FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const client = new CloudWatchLogsClient(settings);
  const read = async (logGroupName: string): Promise<LoggedDecisions> => {
    const request = {
      ...{ logGroupName, startTime: fromMs, endTime: untilMs - 1, startFromHead: false },
      filterPattern: `"decided" "${instanceId}"`,
    };
    const decisions: LoggedDecision[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < pagesMax; page++) {
      const answer = await client.send(new FilterLogEventsCommand({ ...request, nextToken }));
      decisions.push(
        ...(answer.events ?? []).flatMap(({ timestamp, message }) => readLine(timestamp, message)),
      );
      nextToken = answer.nextToken;
      if (nextToken === undefined) return { decisions };
    }
    return { decisions, gap: 'the logs are longer than what is read of them' };
  };
  try {
    const parts = await Promise.all(logGroups.map(read));
    const gap = parts.find((part) => part.gap !== undefined)?.gap;
    const decisions = parts.flatMap((part) => part.decisions).sort((a, b) => a.atMs - b.atMs);
    return { decisions: withoutRepeats(decisions), ...(gap === undefined ? {} : { gap }) };
  } catch (error) {
    return { decisions: [], gap: describeRefusal('logs:FilterLogEvents', error, 'read', settings) };
  }
}

function readLine(atMs: number | undefined, message = ''): LoggedDecision[] {
  const line = parse(message);
  if (atMs === undefined || !isObject(line)) return [];
  const { message: what, decision, reason } = line;
  if (what !== 'decided' || !changing.includes(decision) || typeof reason !== 'string') return [];
  return [{ atMs, reason }];
}

/** Looks that find the same again and again are told once, as in a history. */
function withoutRepeats(decisions: readonly LoggedDecision[]): LoggedDecision[] {
  return decisions.filter(({ reason }, place) => decisions[place - 1]?.reason !== reason);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
