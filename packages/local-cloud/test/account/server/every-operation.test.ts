import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { startServer, stopServer } from '../../../src/account/server.ts';
import { errorModel, type Model, operationModel } from '../../../src/core/wire/models.ts';
import { queryErrorCode } from '../../../src/services/sqs/sqs-errors.ts';
import { packageFolder } from '../../tree/package-folder.ts';
import { modelledErrors } from './operations/modelled-errors.ts';
import { type ReadMembers, unreadMembers, watchReads } from './operations/read-members.ts';
import type { Request } from './operations/requests.ts';
import { operations, requestsOf, tableOf, tables } from './operations/requests-of-services.ts';
import { Samples } from './operations/sample-value.ts';
import { type Answer, type Input, sendRequest } from './operations/send-request.ts';
import { makeWorld, type World } from './operations/world.ts';

/**
 * Every operation, past the wire: by real HTTP, with the answer held against the SDK's model. An operation without
 * requests in the tables fails.
 */
let world: World;
let port: number;
let reads: ReadMembers;

beforeAll(async () => {
  world = await makeWorld();
  reads = watchReads(world.cloud);
  const started = await startServer(world.cloud, 0);
  port = started.port;
  return () => stopServer(started.server);
});

async function send(
  model: Model,
  operation: string,
  request: Request,
  change = (input: Input) => input,
): Promise<Answer> {
  const input = change(typeof request === 'function' ? await request(world) : request);
  return sendRequest(port, { model, operation, input });
}

/** The tables of SQS have the codes of JSON. */
function codeIn(model: Model, code: string): string {
  if (model.service !== 'sqs' || model.protocol === 'json-1.0') return code;
  return errorModel(model, code)?.queryName ?? queryErrorCode(code);
}

describe.each(operations)('$service $operation in $protocol', ({ service, operation, model }) => {
  it('answers as its model says', async () => {
    for (const request of requestsOf(service, operation).answers) {
      expect(await send(model, operation, request)).toEqual({
        status: 200,
        code: undefined,
        message: '',
        problems: [],
      });
    }
  });

  it('refuses with the codes and the statuses of its model', async () => {
    const { refusals = {} } = requestsOf(service, operation);
    const modelled = modelledErrors(model, operation);
    for (const [written, request] of Object.entries(refusals)) {
      const answer = await send(model, operation, request);
      const code = codeIn(model, written);
      const known = modelled.find((error) => error.code === code);
      if (known === undefined) expect(tableOf(service).common).toContain(written);
      expect(answer).toMatchObject({ code, status: known?.status ?? 400, problems: [] });
    }
  });

  it('has a request for every error of its model that it can raise', () => {
    const { refusals = {}, never = {} } = requestsOf(service, operation);
    const written = [...Object.keys(refusals), ...Object.keys(never), ...tableOf(service).absent];
    const told = written.map((code) => codeIn(model, code));
    const codes = modelledErrors(model, operation).map(({ code }) => code);
    expect(codes.filter((code) => !told.includes(code))).toEqual([]);
  });
});

// What an operation reads does not depend on the protocol.
const inFirstProtocol = operations.filter(
  ({ service, operation }, index) =>
    operations.findIndex((each) => each.service === service && each.operation === operation) === index,
);

describe.each(inFirstProtocol)('$service $operation', ({ service, operation, model }) => {
  it('reads every member of its input, or refuses it by its name', async () => {
    const { input } = operationModel(model, operation);
    const samples = new Samples(model.constraints);
    const read = reads.get(`${service}:${operation}`) ?? new Set();
    const [base = {}] = requestsOf(service, operation).answers;
    const ignored: string[] = [];
    for (const path of unreadMembers(input, read)) {
      const answer = await send(model, operation, base, (made) => samples.placeAt(input, made, path));
      const names = path.split(/[.[\]]+/).filter((name) => name !== '');
      const isRefusal = answer.code === 'NotEmulated' || answer.message.startsWith('Can not use both');
      const isNamed = isRefusal && names.some((name) => answer.message.includes(name));
      if (!isNamed && !read.has(path)) ignored.push(`${path}: ${answer.code} ${answer.message}`);
    }
    expect(ignored).toEqual([]);
  });
});

describe.each(Object.keys(tables))('the source of %s', (service) => {
  it('has none of the codes that the table says nothing raises', () => {
    const folder = join(packageFolder, 'src', 'services', service);
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
    const raised = tableOf(service).absent.filter((code) =>
      sources.some((source) => source.includes(`ServiceError('${code}'`) || source.includes(`'${code}',\n`)),
    );
    expect(raised).toEqual([]);
  });
});
