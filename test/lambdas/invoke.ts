import type { Context, SQSRecord } from 'aws-lambda';
import { vi } from 'vitest';
import { accountId } from '../accounts.ts';

/** A record of a queue, as Lambda hands it to a function. */
export function aRecord(messageId: string, body: unknown): SQSRecord {
  return {
    messageId,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    receiptHandle: 'handle',
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'events.amazonaws.com',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:eu-west-1:${accountId}:Queue`,
    awsRegion: 'eu-west-1',
  };
}

/** The context of request 1. By default it has two minutes left. */
export function aContext(remainingMs = 120_000): Context {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: 'muster',
    functionVersion: '1',
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:${accountId}:function:muster`,
    memoryLimitInMB: '1024',
    awsRequestId: 'request-1',
    logGroupName: 'group',
    logStreamName: 'stream',
    getRemainingTimeInMillis: () => remainingMs,
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}

/**
 * Runs a handler. Returns its answer and the JSON lines that it wrote; the metrics among them are `emitted`.
 */
export async function captured<T>(run: () => Promise<T>) {
  const texts: string[] = [];
  const take = (text: unknown) => texts.push(String(text)) > 0;
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(take),
    vi.spyOn(process.stderr, 'write').mockImplementation(take),
  ];
  try {
    const answer = await run();
    const written = texts.filter((text) => text.startsWith('{'));
    const lines = written.map((text): Record<string, unknown> => JSON.parse(text));
    return { answer, lines, emitted: lines.filter((line) => '_aws' in line) };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
