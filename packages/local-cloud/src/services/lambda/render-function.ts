import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { Host } from '../../core/host.ts';
import { isRecord } from '../../core/is-record.ts';
import type { FoundFunction } from './find-function.ts';
import type { Lambda } from './lambda.ts';
import type { FunctionSettings } from './lambda-function.ts';

/** The SDK's types have closed lists of runtimes and architectures; a template has text. */
export type RenderedFunction = Omit<
  FunctionConfiguration,
  'Runtime' | 'Architectures' | 'TracingConfig' | 'LoggingConfig'
> & {
  readonly Runtime: string;
  readonly Architectures: readonly string[];
  readonly TracingConfig: { readonly Mode: string };
  readonly LoggingConfig: { readonly LogFormat: string; readonly LogGroup: string };
};

/** A function, as ListFunctions shows it. Size and hash are those of the bundle; on AWS they are of its archive. */
export function renderFunction(lambda: Lambda, settings: FunctionSettings): RenderedFunction {
  const { properties = {}, variables, deadLetterArn } = settings;
  const code = codeOf(settings.folder);
  const modified = new Date(lambda.modifiedMs(settings.arn)).toISOString().replace('Z', '+0000');
  return {
    FunctionName: settings.functionName,
    FunctionArn: settings.arn,
    Runtime: `nodejs${settings.nodeMajor}.x`,
    Role: settings.roleArn,
    Handler: settings.handler,
    CodeSize: code.bytes,
    Description: textOf(properties['Description'], ''),
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMegabytes,
    LastModified: modified,
    CodeSha256: code.sha256,
    Version: '$LATEST',
    Environment: 'Environment' in properties ? { Variables: { ...variables } } : undefined,
    DeadLetterConfig: deadLetterArn === undefined ? undefined : { TargetArn: deadLetterArn },
    TracingConfig: { Mode: textOf(partOf(properties['TracingConfig'])['Mode'], 'PassThrough') },
    RevisionId: revisionOf(settings.arn, modified),
    PackageType: 'Zip',
    Architectures: architecturesOf(properties['Architectures']),
    EphemeralStorage: { Size: Number(partOf(properties['EphemeralStorage'])['Size'] ?? 512) },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: {
      LogFormat: textOf(partOf(properties['LoggingConfig'])['LogFormat'], 'Text'),
      LogGroup: settings.logGroupName,
    },
  };
}

/**
 * A function, as GetFunctionConfiguration shows it: with its state and the version of its runtime, which ListFunctions
 * leaves out.
 */
export function renderWithState(
  { partition, region }: Host,
  lambda: Lambda,
  { settings, qualifiedArn }: FoundFunction,
): RenderedFunction {
  const version = createHash('sha256').update(settings.nodeMajor).digest('hex');
  return {
    ...renderFunction(lambda, settings),
    FunctionArn: qualifiedArn,
    RuntimeVersionConfig: { RuntimeVersionArn: `arn:${partition}:lambda:${region}::runtime:${version}` },
    ...{ State: 'Active', LastUpdateStatus: 'Successful' },
  };
}

/** The size and the digest of all files of a bundle. */
function codeOf(folder: string): { readonly bytes: number; readonly sha256: string } {
  const hash = createHash('sha256');
  let bytes = 0;
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  for (const file of files.map(({ parentPath, name }) => join(parentPath, name)).sort()) {
    const content = readFileSync(file);
    bytes += content.length;
    hash.update(`${relative(folder, file)}\n`).update(content);
  }
  return { bytes, sha256: hash.digest('base64') };
}

function partOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function architecturesOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : ['x86_64'];
}

/** An id in the form of a UUID that changes with the function. */
function revisionOf(arn: string, modified: string): string {
  const digest = createHash('sha256').update(`${arn} ${modified}`).digest('hex');
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}
