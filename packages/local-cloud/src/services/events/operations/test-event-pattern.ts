import type { TestEventPatternRequest, TestEventPatternResponse } from '@aws-sdk/client-eventbridge';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json-in-text.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { compilePattern } from '../pattern.ts';

/** TestEventPattern. */
export function testEventPattern(): Operation<TestEventPatternRequest, TestEventPatternResponse> {
  return {
    authorize: () => [{ action: 'events:TestEventPattern', resource: '*' }],
    run: test,
  };
}

function test(input: TestEventPatternRequest): TestEventPatternResponse {
  const compiled = compilePattern(readJson(input.EventPattern));
  if (!compiled.ok) throw new ServiceError('InvalidEventPatternException', compiled.message);
  const event = readJson(input.Event);
  const required = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];
  const missing = required.filter((name) => !isRecord(event) || !Object.hasOwn(event, name));
  if (missing.length > 0) {
    throw new ServiceError(
      'ValidationException',
      `Parameter Event is not valid. Reason: it lacks ${missing.join(', ')}.`,
    );
  }
  return { Result: compiled.pattern.matches(event) };
}

function readJson(text: string | undefined): unknown {
  try {
    return parseJson(text ?? '');
  } catch {
    return undefined;
  }
}
