import { type ChildProcess, execFile } from 'node:child_process';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { startServer, stopServer } from 'local-cloud';
import { afterAll, beforeAll } from 'vitest';
import type { OperatorPolicy } from '../../../bin/account/refusal.ts';
import { type Application, startApplication } from '../../end-to-end/application.ts';
import { distFolder } from '../../synthesized.ts';
import { type CallSettings, callMuster, linesOf } from '../program/called-muster.ts';

/** What a run of the command line gave. */
export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stdout, without colours. */
  readonly lines: readonly string[];
}

/** A command line on its way. */
export interface Started {
  readonly child: ChildProcess;
  readonly done: Promise<Run>;
}

/** The application in a local cloud that answers on loopback. Its virtual time stands still unless a test lets it pass. */
export interface ServedApplication extends Application {
  readonly endpoint: string;
  /** Calls `muster` against it, in this process: one call after the other. */
  muster(...args: readonly string[]): Promise<Run>;
  /** The same with the permissions of one policy for operators alone. */
  musterAs(policy: OperatorPolicy | 'nobody', ...args: readonly string[]): Promise<Run>;
  /** Starts the built `muster` in a process of its own, for a test that does something meanwhile. */
  startAs(policy: OperatorPolicy, ...args: readonly string[]): Started;
}

/** Serves the application, or another assembly, with the stacks of these capabilities, during all tests of a file. */
export function serveApplication(
  folder?: string | (() => string),
  capabilities: readonly string[] = [],
): () => ServedApplication {
  let served: ServedApplication | undefined;
  let server: Server | undefined;
  beforeAll(async () => {
    const application = await startApplication(
      1,
      typeof folder === 'function' ? folder() : folder,
      capabilities,
    );
    const started = await startServer(application.cloud, 0);
    server = started.server;
    const endpoint = `http://127.0.0.1:${started.port}`;
    const { region } = application.cloud;
    const call = async (args: readonly string[], env: CallSettings['env'] = {}): Promise<Run> => {
      const called = await callMuster(args, { endpoint, env: { AWS_REGION: region, ...env } });
      return { ...called, lines: linesOf(called.stdout) };
    };
    const muster = (...args: readonly string[]) => call(args);
    const startAs = (policy: OperatorPolicy | 'nobody', ...args: readonly string[]) => {
      const env = { AWS_ACCESS_KEY_ID: operatorRole(application, policy) };
      return startMuster(args, { endpoint, region, env });
    };
    const musterAs = (policy: OperatorPolicy | 'nobody', ...args: readonly string[]) =>
      call(args, { AWS_ACCESS_KEY_ID: operatorRole(application, policy) });
    served = { ...application, endpoint, muster, musterAs, startAs };
  });
  afterAll(() => (server === undefined ? undefined : stopServer(server)));
  return () => {
    if (served === undefined) throw new Error('the server has not started');
    return served;
  };
}

/** The name of a role with one policy for operators, or with none. The local cloud takes it for an access key id. */
export function operatorRole({ cloud }: Application, policy: OperatorPolicy | 'nobody'): string {
  const roleName = `operator-${policy}`;
  if (cloud.iam.directory.findRole(roleName) !== undefined) return roleName;
  const { arn } = cloud.iam.directory.declareRole({ roleName });
  if (policy === 'nobody') return roleName;
  const Name = `/muster/operators/${policy}-policy-arn`;
  const { Parameter } = cloud.ssm.operations.GetParameter.run({ Name }, cloud.administrator());
  cloud.access.attachToRole(arn, policy, cloud.iam.directory.policy(Parameter?.Value ?? '').document);
  return roleName;
}

/** What the command line is to ask. */
interface Asked {
  readonly endpoint?: string;
  readonly region?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Another build of the program. */
  readonly program?: string;
}

/** Runs the built `muster` with the credentials of the local cloud, unless `env` has others. */
export function runMuster(args: readonly string[], asked: Asked = {}): Promise<Run> {
  return withoutAnswer(startMuster(args, asked));
}

/** The run of a program whose questions nobody is there to answer. */
function withoutAnswer({ child, done }: Started): Promise<Run> {
  child.stdin?.end();
  return done;
}

/** Starts it. What follows `--` stays at the end. */
function startMuster(
  args: readonly string[],
  { endpoint, region, env = {}, program = join(distFolder(), 'muster.cjs') }: Asked,
): Started {
  const flags = endpoint === undefined ? [] : ['--endpoint-url', endpoint];
  const place = args.includes('--') ? args.indexOf('--') : args.length;
  const options = {
    env: {
      ...{ PATH: process.env['PATH'], NO_COLOR: '1', AWS_REGION: region },
      ...{ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
      ...{ AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' },
      ...{ AWS_EC2_METADATA_DISABLED: 'true' },
      ...env,
    },
    maxBuffer: 64 * 1024 * 1024,
  };
  const all = [program, ...args.slice(0, place), ...flags, ...args.slice(place)];
  let end: (run: Run) => void = () => undefined;
  const done = new Promise<Run>((resolve) => {
    end = resolve;
  });
  const child = execFile(process.execPath, all, options, (error, stdout, stderr) => {
    const lines = stripVTControlCharacters(stdout).trimEnd().split('\n');
    end({ status: Number(error?.code ?? 0), stdout, stderr, lines });
  });
  return { child, done };
}
