import { isObject } from '../../../lambdas/shared/domain/is-object.ts';
import type { ClientSettings } from '../../account/connection.ts';
import { describeRefusal } from '../../account/refusal.ts';

/** A call of a function that ended with an error. */
export interface FailedCall {
  readonly requestId: string;
  readonly atMs: number;
  /** The name of the error, such as `InternalServerError`. */
  readonly error: string;
  readonly message: string;
}

/** The most pages that are read for one question. A page covers what CloudWatch Logs searches in one call. */
const pagesMax = 10;

/**
 * The failed calls of a function from a time on, the latest first, and why some may be missing. On AWS the runtime writes
 * a line of the level ERROR for an error that nobody caught, and the platform one for a time-out; both have the error.
 */
export async function readFailedCalls(
  settings: ClientSettings,
  logGroup: string,
  fromMs: number,
): Promise<{ calls: readonly FailedCall[]; gap?: string }> {
  const { lines, gap } = await readLines(settings, logGroup, { fromMs, pattern: '?ERROR ?errorType' });
  const calls = new Map<string, FailedCall>();
  // Of a call, the line of the runtime says more than that of the platform. Both may be there.
  for (const call of lines.flatMap(readFailedCall)) {
    const before = calls.get(call.requestId);
    if (before === undefined || before.message.length < call.message.length) calls.set(call.requestId, call);
  }
  return { calls: [...calls.values()], ...(gap === undefined ? {} : { gap }) };
}

/** By instance: the ids of the calls whose lines name it. */
export async function readRequests(
  settings: ClientSettings,
  logGroup: string,
  { fromMs, ids }: { readonly fromMs: number; readonly ids: readonly string[] },
): Promise<Map<string, ReadonlySet<string>>> {
  const found = await Promise.all(
    ids.map(async (id) => {
      const { lines } = await readLines(settings, logGroup, { fromMs, pattern: `"${id}"` });
      const requests = lines.flatMap(({ line }) => textOf(line['function_request_id']) ?? []);
      return [id, new Set(requests)] as const;
    }),
  );
  return new Map(found);
}

interface LogLine {
  readonly atMs: number;
  readonly line: Readonly<Record<string, unknown>>;
}

async function readLines(
  settings: ClientSettings,
  logGroupName: string,
  { fromMs, pattern }: { readonly fromMs: number; readonly pattern: string },
): Promise<{ lines: readonly LogLine[]; gap?: string }> {
  const { CloudWatchLogsClient, FilterLogEventsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const client = new CloudWatchLogsClient(settings);
  const request = { logGroupName, startTime: fromMs, startFromHead: false, filterPattern: pattern };
  const lines: LogLine[] = [];
  try {
    let nextToken: string | undefined;
    for (let page = 0; page < pagesMax; page++) {
      const answer = await client.send(new FilterLogEventsCommand({ ...request, nextToken }));
      lines.push(...(answer.events ?? []).flatMap(({ timestamp, message }) => readLine(timestamp, message)));
      nextToken = answer.nextToken;
      if (nextToken === undefined) return { lines };
    }
    return { lines, gap: 'it is longer than what is read of it' };
  } catch (error) {
    return { lines, gap: describeRefusal('logs:FilterLogEvents', error, 'steer', settings) };
  }
}

function readLine(atMs: number | undefined, message = ''): LogLine[] {
  try {
    const line: unknown = JSON.parse(message);
    return atMs !== undefined && isObject(line) ? [{ atMs, line }] : [];
  } catch {
    return [];
  }
}

/** The error of a line of the runtime (`message`, `requestId`) or of the platform (`record`). */
function readFailedCall({ atMs, line }: LogLine): FailedCall[] {
  const { message, record } = line;
  const told = isObject(record) ? record : isObject(message) ? message : {};
  const error = textOf(told['errorType']);
  const requestId = textOf(line['requestId']) ?? textOf(told['requestId']);
  if (error === undefined || requestId === undefined) return [];
  return [{ requestId, atMs, error, message: textOf(told['errorMessage']) ?? '' }];
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
