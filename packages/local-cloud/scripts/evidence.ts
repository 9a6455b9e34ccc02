import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../src/core/is-record.ts';

/** How many recorded answers agree, of those that were compared. */
export interface Count {
  readonly agree: number;
  readonly of: number;
}

/** What an operation was tried against. */
export interface Evidence {
  /** The test that sends every operation and its modelled errors through HTTP has requests for it. */
  readonly isModelled: boolean;
  readonly recordings: Count | undefined;
  /** A test types it into the real AWS CLI. */
  readonly isTyped: boolean;
  /** A test of it says what the real agent of Systems Manager was seen to do. */
  readonly isOfAgent: boolean;
}

/** Finds out what an operation was tried against, from the files of the repository. */
export type EvidenceOf = (service: string, operation: string) => Evidence;

/** The services that the AWS CLI has under another name. */
const cliNames: Readonly<Record<string, string>> = {
  'auto-scaling': 'autoscaling',
  config: 'configservice',
};

/** Reads the tests and `recordings.json`. `folder` is that of the package. */
export function readEvidence(folder: string): EvidenceOf {
  const recordings: unknown = JSON.parse(readFileSync(join(folder, 'recordings.json'), 'utf8'));
  const requests = textsOf(join(folder, 'test/account/server/operations'), /^requests-of-.*\.ts$/);
  const tests = join(folder, 'test');
  const ofAgent = textsOf(tests, /(^|\/)(agent-[^/]*\.test|command-world)\.ts$/);
  const repository = join(folder, '../..');
  const typed = [
    textsOf(join(repository, 'test/bin/commands/local/serve-locally'), /\.test\.ts$/),
    readFileSync(join(repository, 'bin/commands/local/serve-locally.ts'), 'utf8'),
    readFileSync(join(repository, 'test/end-to-end/over-many-instances.test.ts'), 'utf8'),
    readFileSync(join(repository, 'test/end-to-end/patch-window.test.ts'), 'utf8'),
  ].join('\n');
  return (service, operation) => {
    const command = kebab(operation);
    const ofService = isRecord(recordings) ? recordings[service] : undefined;
    return {
      isModelled: new RegExp(`^ .*\\b${operation}: [{a-z]`, 'm').test(requests),
      recordings: countIn(isRecord(ofService) ? ofService[operation] : undefined),
      isTyped: new RegExp(`\\b${cliNames[service] ?? service}(', '| )${command}\\b(?!-)`).test(typed),
      isOfAgent: service === 'ssm' && ofAgent.includes(`'${operation}'`),
    };
  };
}

/** The name of an operation as the AWS CLI has it, and as its file is named. */
export function kebab(operation: string): string {
  return operation.replace(/(?<!^)(?=[A-Z])/g, '-').toLowerCase();
}

function textsOf(folder: string, names: RegExp): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => names.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

function countIn(value: unknown): Count | undefined {
  if (!isRecord(value)) return undefined;
  return { agree: Number(value['agree']), of: Number(value['of']) };
}
