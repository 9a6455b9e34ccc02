import { describe, expect, it } from 'vitest';
import { models } from '../../../src/core/wire/models.ts';
import { findRoute } from '../../../src/core/wire/rest-routes.ts';

const lambda = models.find(({ service }) => service === 'lambda');

function route(method: string, path: string) {
  if (lambda === undefined) throw new Error('there is no model of lambda');
  return findRoute(lambda, { method, path, host: '', headers: {}, body: '' });
}

describe('a route', () => {
  it('is found by method and path, with the texts of its labels', () => {
    expect(route('POST', '/2015-03-31/functions/arn%3Aaws%3Alambda/invocations?Qualifier=1')).toEqual({
      name: 'Invoke',
      labels: { FunctionName: 'arn:aws:lambda' },
    });
    expect(route('GET', '/2015-03-31/functions/echo')?.name).toBe('GetFunction');
    expect(route('DELETE', '/2015-03-31/functions/echo')?.name).toBe('DeleteFunction');
  });

  it('is the same with a slash at the end, as older clients send it', () => {
    expect(route('GET', '/2015-03-31/functions/')?.name).toBe('ListFunctions');
    expect(route('GET', '/2015-03-31/functions')?.name).toBe('ListFunctions');
  });

  it('with a query in its path needs that query', () => {
    expect(route('GET', '/2018-10-31/layers')?.name).toBe('ListLayers');
    expect(route('GET', '/2018-10-31/layers?find=LayerVersion&Arn=a')?.name).toBe('GetLayerVersionByArn');
  });

  it('keeps a label that is no percent-encoding', () => {
    expect(route('GET', '/2015-03-31/functions/100%')?.labels).toEqual({ FunctionName: '100%' });
  });

  it('does not exist for any other path', () => {
    expect(route('GET', '/2015-03-31/function')).toBeUndefined();
    expect(route('PATCH', '/2015-03-31/functions')).toBeUndefined();
  });
});
