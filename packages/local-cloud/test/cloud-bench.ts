import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CloudOptions, LocalCloud } from '../src/account/account.ts';
import type { HttpRequest } from '../src/core/http-message.ts';
import type { TraceLine } from '../src/core/trace.ts';
import type { AssemblyStack } from '../src/deployment/assembly.ts';

export const startMs = Date.UTC(2026, 0, 1);
export const accountId = '0'.repeat(12);
export const region = 'eu-west-1';

/** An empty local cloud and its trace. */
export interface TracedCloud {
  readonly cloud: LocalCloud;
  readonly lines: readonly TraceLine[];
}

export function newCloud(options: Partial<CloudOptions> = {}): TracedCloud {
  const cloud = new LocalCloud({ partition: 'aws', region, accountId, seed: 1, startMs, ...options });
  const lines: TraceLine[] = [];
  cloud.record.listen((line) => lines.push(line));
  return { cloud, lines };
}

/** Writes a bundle into a new folder, as in `cdk.out`. It is deleted when the test ends. */
export function writeBundle(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'index.js'), source);
  return folder;
}

/** A stack with these resources. `bundles` are folders that `codeOf` refers to. */
export function stackOf(
  resources: Readonly<Record<string, unknown>>,
  bundles: readonly string[] = [],
): AssemblyStack {
  return {
    id: 'Test',
    stackName: 'Test',
    accountId,
    region,
    template: { Resources: resources },
    assetFolders: new Map(bundles.map((folder) => [basename(folder), folder])),
  };
}

/** The `Code` of a function whose bundle is in this folder. */
export function codeOf(folder: string): { readonly S3Bucket: string; readonly S3Key: string } {
  return { S3Bucket: 'assets', S3Key: `${basename(folder)}.zip` };
}

/** A role that Lambda may assume. It may write logs, and do what the statements allow. */
export function roleWith(...statements: readonly object[]) {
  const logs = {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: `arn:aws:logs:${region}:${accountId}:log-group:*`,
  };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      Policies: [
        { PolicyName: 'given', PolicyDocument: { Version: '2012-10-17', Statement: [logs, ...statements] } },
      ],
    },
  };
}

/** A request of a JSON service, as the SDK sends it. */
export function jsonRequest(service: string, target: string, input: unknown): HttpRequest {
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
  const body = typeof input === 'string' ? input : JSON.stringify(input);
  return { method: 'POST', host: `${service}.${region}.amazonaws.com`, path: '/', headers, body };
}

/** A request of a query service, as the SDK sends it. */
export function queryRequest(service: string, fields: Readonly<Record<string, string>>): HttpRequest {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(fields).toString();
  return { method: 'POST', host: `${service}.${region}.amazonaws.com`, path: '/', headers, body };
}
