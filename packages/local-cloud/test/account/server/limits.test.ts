import { beforeAll, describe, expect, it } from 'vitest';
import { startServer, stopServer } from '../../../src/account/server.ts';
import { operationModel } from '../../../src/core/wire/models.ts';
import { limitedPlaces } from './operations/modelled-limits.ts';
import { operations, requestsOf } from './operations/requests-of-services.ts';
import { Samples } from './operations/sample-value.ts';
import { sendRequest } from './operations/send-request.ts';
import { makeWorld, type World } from './operations/world.ts';

let world: World;
let port: number;

beforeAll(async () => {
  world = await makeWorld();
  const started = await startServer(world.cloud, 0);
  port = started.port;
  return () => stopServer(started.server);
});

const limited = operations.flatMap((each) => {
  const places = limitedPlaces(each.model, operationModel(each.model, each.operation).input);
  return places.length === 0 ? [] : [{ ...each, places }];
});

describe.each(limited)('$service $operation in $protocol', ({ service, operation, model, places }) => {
  it('refuses every value outside of an enumeration or a bound of its model', async () => {
    const samples = new Samples(model.constraints);
    const { input: shape } = operationModel(model, operation);
    const [request = {}] = requestsOf(service, operation).answers;
    const base = typeof request === 'function' ? await request(world) : request;
    const taken: string[] = [];
    for (const { path, wrong } of places)
      for (const value of wrong) {
        const input = samples.placeAt(shape, base, path, value);
        const answer = await sendRequest(port, { model, operation, input });
        // An entry of a batch fails by itself.
        const failed = operation.endsWith('MessageBatch') && answer.code === undefined;
        const message = failed
          ? world.ask(service, operation, input, 'Failed', 0, 'Message')
          : answer.message;
        const code = answer.code ?? (failed ? 'Failed' : 'ok');
        const said = message.toLowerCase();
        const names = [...(path.match(/\w+/g) ?? []), String(value)].filter((name) => name !== '');
        if (code === 'ok' || !names.some((name) => said.includes(name.toLowerCase())))
          taken.push(`${path} ${String(value).slice(0, 20)}: ${code} ${message}`);
      }
    expect(taken).toEqual([]);
  });
});
