import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { LocalCloud } from '../../src/account/account.ts';
import { startServer, stopServer } from '../../src/account/server.ts';
import { isRecord } from '../../src/core/is-record.ts';
import { deployStack } from '../../src/deployment/deploy-stack.ts';
import { defaultPlace } from '../../src/deployment/place-of.ts';

/**
 * Stands for the server of dynalite in dynalite's own tests: the local cloud, and before it what makes a table of a
 * CreateTable, which the local cloud has in templates alone.
 */
export class DynaliteServer {
  /** Whether something was asked for, since this was set to false, that the local cloud does not emulate. */
  hasRefused = false;
  readonly #cloud = new LocalCloud({ ...defaultPlace, seed: 1, startMs: Date.UTC(2026, 0, 1) });
  readonly #servers: Server[] = [];

  listen(port: number, done: (error?: Error) => void): void {
    startServer(this.#cloud, 0)
      .then((inner) => {
        const outer = createServer((request, response) => void this.#serve(inner.port, request, response));
        this.#servers.push(
          inner.server,
          outer.listen(port, '127.0.0.1', () => done()),
        );
      })
      .catch(done);
  }

  /** The tests have two local secondary indexes, which are not emulated. */
  needsLocalIndex(body: string): boolean {
    return /"index[12]"/.test(body);
  }

  close(done: () => void): void {
    for (const server of this.#servers) stopServer(server);
    done();
  }

  async #serve(port: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(request);
    if (!/\.CreateTable$/.test(String(request.headers['x-amz-target']))) {
      const answer = await passOn(port, request, body);
      if (answer.status === 501 || this.needsLocalIndex(body)) this.hasRefused = true;
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      return;
    }
    try {
      await createTable(this.#cloud, JSON.parse(body));
      response.writeHead(200).end('{"TableDescription":{}}');
    } catch (error) {
      response.writeHead(400).end(JSON.stringify({ __type: 'Refused', message: String(error) }));
    }
  }
}

function passOn(
  port: number,
  { method = 'POST', url = '/', headers }: IncomingMessage,
  body: string,
): Promise<Response> {
  const passed = ['content-type', 'x-amz-target', 'authorization'].map((name) => [
    name,
    String(headers[name] ?? ''),
  ]);
  return fetch(`http://127.0.0.1:${port}${url}`, {
    ...{ method, headers: Object.fromEntries(passed.filter(([, value]) => value !== '')) },
    ...(method === 'GET' ? {} : { body }),
  });
}

let count = 0;

async function createTable(cloud: LocalCloud, properties: unknown): Promise<void> {
  if (!isRecord(properties)) throw new Error('a table has properties');
  count += 1;
  const {
    ProvisionedThroughput: _,
    LocalSecondaryIndexes: __,
    GlobalSecondaryIndexes: indexes,
    ...rest
  } = properties;
  const onDemand = Array.isArray(indexes) ? { GlobalSecondaryIndexes: indexes.map(withoutThroughput) } : {};
  const table = {
    ...rest,
    BillingMode: 'PAY_PER_REQUEST',
    ...onDemand,
    AttributeDefinitions: used(rest, indexes),
  };
  const Resources = { Table: { Type: 'AWS::DynamoDB::Table', Properties: table } };
  const stackName = `table-${count}`;
  await deployStack(cloud, {
    ...{ id: stackName, stackName, accountId: cloud.accountId, region: cloud.region },
    ...{ template: { Resources }, assetFolders: new Map() },
  });
}

/** Tables have no capacity of their own here. */
function withoutThroughput(index: unknown): unknown {
  const { ProvisionedThroughput: _, ...rest } = isRecord(index) ? index : {};
  return rest;
}

/** The attributes that are left are those of a key: there are no local indexes. */
function used(
  { AttributeDefinitions: defined, KeySchema: keys }: Readonly<Record<string, unknown>>,
  indexes: unknown,
): unknown {
  const text = JSON.stringify([keys, indexes]);
  return Array.isArray(defined)
    ? defined.filter(
        (each) => isRecord(each) && text.includes(`"AttributeName":${JSON.stringify(each['AttributeName'])}`),
      )
    : defined;
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
