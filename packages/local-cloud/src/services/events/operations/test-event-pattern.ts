import type { TestEventPatternRequest, TestEventPatternResponse } from '@aws-sdk/client-eventbridge';
import { isRecord } from '../../../core/is-record.ts';
import { parseJson } from '../../../core/json-in-text.ts';
import { type Operation, ServiceError } from '../../../core/service.ts';
import { compilePattern } from '../pattern.ts';

/** The members that an event must have. `resources` is not one of them. Recorded. */
const required = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

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
  const isEvent = isRecord(event) && required.every((name) => Object.hasOwn(event, name));
  if (!isEvent) throw new ServiceError('ValidationException', 'Parameter Event is not valid.');
  return { Result: compiled.pattern.matches(event) };
}

function readJson(text: string | undefined): unknown {
  try {
    return parseJson(text ?? '');
  } catch {
    return undefined;
  }
}
