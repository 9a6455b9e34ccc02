import { execFile } from 'node:child_process';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { startServer, stopServer } from 'local-cloud';
import { afterAll, beforeAll } from 'vitest';
import { type Application, startApplication } from '../../end-to-end/application.ts';
import { distFolder } from '../../synthesized.ts';

/** What a run of the command line gave. */
export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The lines of stdout, without colours. */
  readonly lines: readonly string[];
}

/** The application in a local cloud that answers on loopback. Its virtual time stands still unless a test lets it pass. */
export interface ServedApplication extends Application {
  readonly endpoint: string;
  /** Runs the built `muster` against it. It does not block, because the server answers from this very process. */
  muster(...args: readonly string[]): Promise<Run>;
  /** The same with the permissions of one policy for operators alone. */
  musterAs(policy: OperatorPolicy | 'nobody', ...args: readonly string[]): Promise<Run>;
}

/** The policies for operators that the deployment hands out (/muster/operators/...). */
export type OperatorPolicy = 'read';

/** Serves the application, or another assembly, during all tests of a file. */
export function serveApplication(folder?: string): () => ServedApplication {
  let served: ServedApplication | undefined;
  let server: Server | undefined;
  beforeAll(async () => {
    const application = await startApplication(1, folder);
    const started = await startServer(application.cloud, 0);
    server = started.server;
    const endpoint = `http://127.0.0.1:${started.port}`;
    const { region } = application.cloud;
    const muster = (...args: readonly string[]) => runMuster(args, { endpoint, region });
    const musterAs = (policy: OperatorPolicy | 'nobody', ...args: readonly string[]) => {
      const env = { AWS_ACCESS_KEY_ID: operatorRole(application, policy) };
      return runMuster(args, { endpoint, region, env });
    };
    served = { ...application, endpoint, muster, musterAs };
  });
  afterAll(() => (server === undefined ? undefined : stopServer(server)));
  return () => {
    if (served === undefined) throw new Error('the server has not started');
    return served;
  };
}

/** The name of a role with one policy for operators, or with none. The local cloud takes it for an access key id. */
function operatorRole({ cloud }: Application, policy: OperatorPolicy | 'nobody'): string {
  const roleName = `operator-${policy}`;
  if (cloud.iam.directory.findRole(roleName) !== undefined) return roleName;
  const { arn } = cloud.iam.directory.declareRole({ roleName });
  if (policy === 'nobody') return roleName;
  const Name = `/muster/operators/${policy}-policy-arn`;
  const { Parameter } = cloud.ssm.operations.GetParameter.run({ Name }, cloud.administrator());
  cloud.access.attachToRole(arn, policy, cloud.iam.directory.policy(Parameter?.Value ?? '').document);
  return roleName;
}

/** Runs the built `muster` with the credentials of the local cloud, unless `env` has others. */
export function runMuster(
  args: readonly string[],
  { endpoint, region, env = {} }: { endpoint?: string; region?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
  const flags = endpoint === undefined ? [] : ['--endpoint-url', endpoint];
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
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(distFolder(), 'muster.cjs'), ...args, ...flags],
      options,
      (error, stdout, stderr) => {
        const lines = stripVTControlCharacters(stdout).trimEnd().split('\n');
        resolve({ status: Number(error?.code ?? 0), stdout, stderr, lines });
      },
    );
  });
}
