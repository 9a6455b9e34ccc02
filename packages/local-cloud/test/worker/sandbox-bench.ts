import type { HttpRequest, HttpResponse } from '../../src/core/http-message.ts';
import { Loop } from '../../src/core/loop.ts';
import { Random } from '../../src/core/random.ts';
import { Timeline } from '../../src/core/timeline.ts';
import { type InvocationResult, Sandbox } from '../../src/worker/sandbox.ts';
import { startMs, writeBundle } from '../cloud-bench.ts';

/** Execution environments on one timeline, with a network latency of 10 ms and a record of the output. */
export function sandboxBench(seed = 1) {
  const timeline = new Timeline(startMs);
  const loop = new Loop(timeline);
  const random = new Random(seed);
  const output: string[] = [];
  const requests: HttpRequest[] = [];
  const ports = {
    timeline,
    random,
    transport: (request: HttpRequest, answer: (response: HttpResponse | Error) => void) => {
      requests.push(request);
      const response = { status: 200, headers: { 'content-type': 'text/plain' }, body: `to ${request.body}` };
      const isKnown = request.host.startsWith('known.');
      timeline.after(10, () =>
        answer(isKnown ? response : Object.assign(new Error('unknown host'), { code: 'ENOTFOUND' })),
      );
    },
    log: (text: string) => void output.push(text),
    enter: loop.enter,
    abort: loop.abort,
  };
  const options = { environment: { COLOUR: 'red' }, nodeMajor: '24' };
  return {
    timeline,
    loop,
    output,
    requests,
    /** Loads a bundle into a new environment. */
    load: (source: string) => new Sandbox(writeBundle(source), options, ports),
    loadFolder: (folder: string, handler = 'index.handler') =>
      new Sandbox(folder, { ...options, handler }, ports),
    /** Calls the handler and lets time pass until it returns or nothing is left on the timeline. */
    async call(sandbox: Sandbox, event: unknown = {}): Promise<InvocationResult | undefined> {
      let answer: InvocationResult | undefined;
      sandbox.invoke(event, {}, (result) => {
        answer = result;
      });
      await loop.run({ isDone: () => answer !== undefined });
      return answer;
    },
  };
}

/** The payload of a result that must be a success. */
export function payloadOf(answer: InvocationResult | undefined): unknown {
  if (answer?.ok !== true) throw new Error(`no success: ${JSON.stringify(answer)}`);
  return JSON.parse(answer.payload);
}
