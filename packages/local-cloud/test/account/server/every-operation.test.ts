import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { registeredServices } from '../../../scripts/operations-table.ts';
import { startServer, stopServer } from '../../../src/account/server.ts';
import { type Model, models, operationModel } from '../../../src/core/wire/models.ts';
import { packageFolder } from '../../tree/package-folder.ts';
import { modelledErrors } from './operations/modelled-errors.ts';
import { type ReadMembers, unreadMembers, watchReads } from './operations/read-members.ts';
import type { OperationRequests, Request, ServiceRequests } from './operations/requests.ts';
import { requestsOfCloudFormation } from './operations/requests-of-cloudformation.ts';
import { requestsOfCloudWatch, requestsOfLogs } from './operations/requests-of-cloudwatch-logs.ts';
import { requestsOfDynamodb } from './operations/requests-of-dynamodb.ts';
import { requestsOfEc2 } from './operations/requests-of-ec2.ts';
import { requestsOfEvents, requestsOfIam, requestsOfSns } from './operations/requests-of-events-sns-iam.ts';
import {
  requestsOfLambda,
  requestsOfScheduler,
  requestsOfSts,
} from './operations/requests-of-lambda-scheduler-sts.ts';
import { requestsOfSqs } from './operations/requests-of-sqs.ts';
import { requestsOfSsm } from './operations/requests-of-ssm.ts';
import { Samples } from './operations/sample-value.ts';
import { type Answer, type Input, sendRequest } from './operations/send-request.ts';
import { makeWorld, type World } from './operations/world.ts';

/**
 * Every operation, past the wire: by real HTTP, with the answer held against the SDK's model. An operation without
 * requests in the tables fails.
 */
const tables: Readonly<Record<string, ServiceRequests>> = {
  cloudformation: requestsOfCloudFormation,
  cloudwatch: requestsOfCloudWatch,
  dynamodb: requestsOfDynamodb,
  ec2: requestsOfEc2,
  events: requestsOfEvents,
  iam: requestsOfIam,
  lambda: requestsOfLambda,
  logs: requestsOfLogs,
  scheduler: requestsOfScheduler,
  sns: requestsOfSns,
  sqs: requestsOfSqs,
  ssm: requestsOfSsm,
  sts: requestsOfSts,
};

const operations = registeredServices().flatMap(({ name: service, operations }) =>
  Object.keys(operations).map((operation) => ({ service, operation })),
);

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

function tableOf(service: string): ServiceRequests {
  const table = tables[service];
  if (table === undefined) throw new Error(`There are no requests to ${service}`);
  return table;
}

function requestsOf(service: string, operation: string): OperationRequests {
  const requests = tableOf(service).operations[operation];
  if (requests === undefined) throw new Error(`There are no requests to ${service} ${operation}`);
  return requests;
}

function modelOf(service: string): Model {
  const model = models.find((each) => each.service === service);
  if (model === undefined) throw new Error(`There is no model of ${service}`);
  return model;
}

async function send(
  service: string,
  operation: string,
  request: Request,
  change = (input: Input) => input,
): Promise<Answer> {
  const input = change(typeof request === 'function' ? await request(world) : request);
  return sendRequest(port, { model: modelOf(service), operation, input });
}

describe.each(operations)('$service $operation', ({ service, operation }) => {
  it('answers as its model says', async () => {
    for (const request of requestsOf(service, operation).answers) {
      expect(await send(service, operation, request)).toEqual({
        status: 200,
        code: undefined,
        message: '',
        problems: [],
      });
    }
  });

  it('refuses with the codes and the statuses of its model', async () => {
    const { refusals = {} } = requestsOf(service, operation);
    const modelled = modelledErrors(modelOf(service), operation);
    for (const [code, request] of Object.entries(refusals)) {
      const answer = await send(service, operation, request);
      const known = modelled.find((error) => error.code === code);
      if (known === undefined) expect(tableOf(service).common).toContain(code);
      expect(answer).toMatchObject({ code, status: known?.status ?? 400, problems: [] });
    }
  });

  it('has a request for every error of its model that it can raise', () => {
    const { refusals = {}, never = {} } = requestsOf(service, operation);
    const told = [...Object.keys(refusals), ...Object.keys(never), ...tableOf(service).absent];
    const codes = modelledErrors(modelOf(service), operation).map(({ code }) => code);
    expect(codes.filter((code) => !told.includes(code))).toEqual([]);
  });

  it('reads every member of its input, or refuses it by its name', async () => {
    const { input } = operationModel(modelOf(service), operation);
    const samples = new Samples(modelOf(service).constraints);
    const read = reads.get(`${service}:${operation}`) ?? new Set();
    const [base = {}] = requestsOf(service, operation).answers;
    const ignored: string[] = [];
    for (const path of unreadMembers(input, read)) {
      const answer = await send(service, operation, base, (made) => samples.placeAt(input, made, path));
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
