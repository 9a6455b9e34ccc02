import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { LocalCloud } from '../../src/account/account.ts';
import { startServer, stopServer } from '../../src/account/server.ts';
import { isRecord } from '../../src/core/is-record.ts';
import { deployStack } from '../../src/deployment/deploy-stack.ts';
import { defaultPlace } from '../../src/deployment/place-of.ts';
import { differences } from './match-answer.ts';
import type { Comparison, Members, Progress, Replay } from './replay.ts';
import { sendCall } from './send-call.ts';

/** Where a replay runs. */
interface Stage {
  readonly cloud: LocalCloud;
  readonly url: string;
  /** What a name such as `Queue` or `Queue.Arn` refers to. */
  refer(name: string): unknown;
}

/** Makes the stack of a replay in an account of its own, and compares each answer with the recorded one. */
export async function runReplay(replay: Replay, recorded: Members): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  for (const name of ['handler', 'index', 'lambda_handler_es6'])
    writeFileSync(join(folder, `${name}.js`), replay.bundle ?? '');
  const cloud = new LocalCloud({
    ...defaultPlace,
    accountId: '1'.repeat(12),
    seed: 1,
    startMs: Date.UTC(2026, 0, 1),
  });
  const { server, port } = await startServer(cloud, 0);
  try {
    const stack = await deployStack(cloud, {
      ...{ id: 'Replay', stackName: 'Replay', accountId: cloud.accountId, region: cloud.region },
      template: { Resources: withBundle(replay.resources ?? {}, folder) },
      assetFolders: new Map([[basename(folder), folder]]),
    });
    const refer = (name: string) => {
      const [id = '', attribute] = name.split('.');
      const resource = stack.resources.get(id);
      if (name === 'Account') return cloud.accountId;
      if (resource === undefined) throw new Error(`${replay.test}: there is no resource ${id}`);
      return attribute === undefined ? resource.ref : resource.attribute(attribute);
    };
    return await compareCalls(replay, recorded, { cloud, url: `http://127.0.0.1:${port}`, refer });
  } finally {
    stopServer(server);
    rmSync(folder, { recursive: true });
  }
}

async function compareCalls(replay: Replay, recorded: Members, stage: Stage): Promise<Comparison[]> {
  const progress: Progress = { answers: new Map(), bindings: new Map() };
  const compared: Comparison[] = [];
  for (const [called, given, key = '=', { part } = {}] of replay.calls) {
    const input = resolve(given, stage, progress);
    if (called === 'pass') {
      await pass(stage.cloud, Number(members(input)['seconds']));
      continue;
    }
    const [service = '', operation = ''] = called.split(':');
    const answer = await ask(stage, { service, operation, input: members(input) });
    progress.answers.set(key.replace(/^=/, ''), answer);
    if (key.startsWith('=')) continue;
    if (!(key in recorded)) throw new Error(`${replay.test}: nothing is recorded as ${key}`);
    const options = { bindings: progress.bindings, ignored: replay.ignored ?? [] };
    const shown = part === undefined ? answer : part(answer);
    const expected = withoutCopy(recorded[key]);
    const name = `${replay.test} ${key}`;
    compared.push({ service, operation, name, differences: differences(expected, shown, options) });
  }
  return compared;
}

/** boto3 shows the text of some errors twice. */
function withoutCopy(recorded: unknown): unknown {
  if (!isRecord(recorded) || recorded['Error'] === undefined) return recorded;
  const { message: _, Message: __, ...rest } = recorded;
  return rest;
}

/** Lets virtual time pass while the answer of an operation is awaited that waits. */
async function ask(
  { cloud, url }: Stage,
  call: { service: string; operation: string; input: Members },
): Promise<Members> {
  const answer = sendCall(url, call);
  if (call.operation !== 'Invoke' && call.input['WaitTimeSeconds'] === undefined) return answer;
  let isOver = false;
  const ended = () => {
    isOver = true;
  };
  answer.then(ended, ended);
  while (!isOver) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await pass(cloud, 1);
  }
  return answer;
}

async function pass(cloud: LocalCloud, seconds: number): Promise<void> {
  await cloud.loop.run({ untilMs: cloud.timeline.nowMs + seconds * 1000 });
}

/** Puts values in the place of references. A text that is nothing else becomes the value itself. */
function resolve(value: unknown, stage: Stage, { answers }: Progress): unknown {
  const of = (name: string) => (name.startsWith('#') ? inAnswer(answers, name.slice(1)) : stage.refer(name));
  const within = (inner: unknown): unknown => {
    if (typeof inner === 'string') {
      const [, whole] = /^\{\{([^{}]+)\}\}$/.exec(inner) ?? [];
      if (whole !== undefined) return of(whole);
      return inner.replace(/\{\{([^{}]+)\}\}/g, (_, name: string) => String(of(name)));
    }
    if (Array.isArray(inner)) return inner.map(within);
    if (!isRecord(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, item]) => [name, within(item)]));
  };
  return within(value);
}

function inAnswer(answers: ReadonlyMap<string, unknown>, path: string): unknown {
  const [key = '', ...steps] = path.split('.');
  return steps.reduce<unknown>((here, step) => {
    if (Array.isArray(here)) return here[Number(step)];
    return isRecord(here) ? here[step] : undefined;
  }, answers.get(key));
}

/** The functions of a stack have one bundle, and it stands here as `{{bundle}}`. */
function withBundle(resources: Members, folder: string): Members {
  const code = JSON.stringify({ S3Bucket: 'assets', S3Key: `${basename(folder)}.zip` });
  return members(JSON.parse(JSON.stringify(resources).replaceAll('"{{bundle}}"', code)));
}

function members(value: unknown): Members {
  return isRecord(value) ? value : {};
}
