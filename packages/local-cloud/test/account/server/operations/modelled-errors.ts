import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isRecord } from '../../../../src/core/is-record.ts';
import type { Model } from '../../../../src/core/wire/models.ts';

const packages: Readonly<Record<string, string>> = {
  config: 'config-service',
  events: 'eventbridge',
  logs: 'cloudwatch-logs',
  tagging: 'resource-groups-tagging-api',
};

/** An error that the SDK's model knows for an operation: its code and status on the wire. */
export interface ModelledError {
  readonly code: string;
  readonly status: number;
}

/** Where the SDK's client of a service has its declarations. */
export function typesFolder({ service }: Model): string {
  const main = createRequire(import.meta.url).resolve(`@aws-sdk/client-${packages[service] ?? service}`);
  return join(dirname(main), '..', 'dist-types');
}

/** The errors of an operation. The SDK says them in the documentation of its commands alone. */
export function modelledErrors(model: Model, operation: string): ModelledError[] {
  const file = join(typesFolder(model), 'commands', `${operation}Command.d.ts`);
  const names = [...readFileSync(file, 'utf8').matchAll(/@throws \{@link (\w+)\}/g)].map(([, name]) => name);
  return names.flatMap((name = '') => {
    const schema = model.sdk()[`${name}$`];
    // The last one is the base class of all errors of the service, which is in no model.
    return Array.isArray(schema) && schema[1] !== undefined && !/^smithy\.ts\.sdk/.test(String(schema[1]))
      ? [onWire(model, name, schema[3])]
      : [];
  });
}

function onWire({ protocol }: Model, name: string, traits: unknown): ModelledError {
  const known = isRecord(traits) ? traits : {};
  const [queryCode, queryStatus] = Array.isArray(known['awsQueryError']) ? known['awsQueryError'] : [];
  const usual = known['error'] === 'server' ? 500 : 400;
  const status = Number(known['httpError'] ?? (protocol === 'query' ? (queryStatus ?? usual) : usual));
  return { code: protocol === 'query' ? String(queryCode ?? name) : name, status };
}
