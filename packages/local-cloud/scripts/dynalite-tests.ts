import { appendFileSync } from 'node:fs';
import { Module } from 'node:module';
import { isRecord } from '../src/core/is-record.ts';
import { DynaliteServer } from './recordings/dynalite-server.ts';

/** Loaded by mocha before dynalite's tests: their server becomes the local cloud, and each recorded refusal counts. */
const server = new DynaliteServer();
const load: unknown = Reflect.get(Module, '_load');
const loadFirst = (request: string, ...rest: readonly unknown[]): unknown =>
  typeof load === 'function' ? Reflect.apply(load, Module, [request, ...rest]) : undefined;
Reflect.set(Module, '_load', (request: string, ...rest: readonly unknown[]) => {
  if (request === '..') return () => server;
  const loaded = loadFirst(request, ...rest);
  return request === './helpers' && isRecord(loaded) ? withAnswers(loaded) : loaded;
});

/** The name of the test that runs, and whether answers of it have been counted. */
let current = { name: '', hasAnswers: false };

interface Line {
  readonly operation: string;
  readonly hasAgreed: boolean;
  readonly difference: string | undefined;
  readonly isEmulated: boolean;
}

function write(line: Line): void {
  appendFileSync(
    String(process.env['DYNALITE_RESULTS']),
    `${JSON.stringify({ name: current.name, ...line })}\n`,
  );
}

type Helpers = Readonly<Record<string, unknown>>;
type Done = () => void;

/** The helpers of the tests, but what asserts a refusal counts it, and goes on. */
function withAnswers(helpers: Helpers): Helpers {
  const expecting = (type: string) => (operation: string, data: unknown, expected: unknown, done: Done) => {
    const { request, opts } = helpers;
    if (typeof request !== 'function' || typeof opts !== 'function')
      throw new Error('helpers have no request');
    request(opts(operation, data), (_: unknown, response: unknown) => {
      const { statusCode: status, body } = isRecord(response) ? response : {};
      const { __type: given, Message, message = Message } = isRecord(body) ? body : {};
      const hasAgreed = status === 400 && given === type && isExpected(String(message), expected);
      const difference = `${given} ${message}, recorded ${type} ${expected}`;
      const isEmulated = status !== 501 && !server.needsLocalIndex(JSON.stringify(data));
      write({ operation, hasAgreed, difference, isEmulated });
      current.hasAnswers = true;
      done();
    });
  };
  return Object.assign(helpers, {
    assertValidation: expecting('com.amazon.coral.validate#ValidationException'),
    assertNotFound: expecting('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException'),
  });
}

/** A text, a pattern, or the sentences of a validation error in any order. */
function isExpected(message: string, expected: unknown): boolean {
  if (expected instanceof RegExp) return expected.test(message);
  if (!Array.isArray(expected)) return message === expected;
  const [intro = '', ...sentences] = message.split(/(?<=detected): |; (?=Value )/);
  const isAll = expected.every((each) =>
    each instanceof RegExp
      ? sentences.some((sentence) => each.test(sentence))
      : sentences.includes(String(each)),
  );
  return (
    isAll && sentences.length === expected.length && intro.startsWith(`${expected.length} validation error`)
  );
}

/** What mocha knows of a test. */
interface Tested {
  readonly currentTest: {
    readonly state?: string;
    readonly err?: { readonly message: string };
    fullTitle(): string;
  };
}

/** Each test without refusals of its own counts as one answer. */
export const mochaHooks = {
  beforeEach(this: Tested): void {
    current = { name: this.currentTest.fullTitle(), hasAnswers: false };
    server.hasRefused = false;
  },
  afterEach(this: Tested): void {
    const { state, err } = this.currentTest;
    const [file = ''] = current.name.split(' ');
    const operation = `${file.charAt(0).toUpperCase()}${file.slice(1)}`;
    if (state === 'pending' || (current.hasAnswers && state === 'passed')) return;
    write({
      operation,
      hasAgreed: state === 'passed',
      difference: err?.message,
      isEmulated: !server.hasRefused,
    });
  },
};
