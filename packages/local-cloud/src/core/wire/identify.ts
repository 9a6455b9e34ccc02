import type { HttpRequest } from '../http-message.ts';
import { NotEmulatedError } from '../service.ts';
import { readCborPath } from './cbor-codec.ts';
import { type Model, models } from './models.ts';
import { findRoute, type RestCall } from './rest-routes.ts';
import { signedService } from './signed-service.ts';

/** The operation that a request is for. `labels` are the texts in its path, in `rest-json`. */
export interface Identified extends Partial<Pick<RestCall, 'labels'>> {
  readonly model: Model;
  readonly name: string;
}

/**
 * Which operation of which service a request is for.
 * @throws NotEmulatedError for a service that the local cloud does not have. It names what the request tells: the
 * service of its signature, and the operation.
 */
export function identify(request: HttpRequest): Identified {
  const { headers, host } = request;
  const service = signedService(headers) ?? host;
  const target = headers['x-amz-target'];
  if (target !== undefined) {
    const [prefix, name = ''] = target.split('.');
    return found(find(isJson, prefix), name, `${service}:${name} (${target})`);
  }
  const cbor = readCborPath(request);
  if (cbor !== undefined)
    return found(
      find(({ protocol }) => protocol === 'cbor', cbor.target),
      cbor.name,
      `${service}:${cbor.name}`,
    );
  return identifyRest(request, service) ?? identifyForm(request, service);
}

const isJson = ({ protocol }: Model) => protocol === 'json-1.0' || protocol === 'json-1.1';
const isForm = ({ protocol }: Model) => protocol === 'query' || protocol === 'ec2';

function find(speaks: (model: Model) => boolean, target: string | undefined): Model | undefined {
  return models.find((model) => speaks(model) && model.target === target);
}

function found(model: Model | undefined, name: string, what: string): Identified {
  if (model === undefined) throw new NotEmulatedError(`the operation ${what}`);
  return { model, name };
}

/** The signature tells the service. Without one, the first label of the host does: `lambda.eu-west-1.amazonaws.com`. */
function identifyRest(request: HttpRequest, service: string): Identified | undefined {
  const name = service.split('.')[0];
  const model = models.find((candidate) => candidate.protocol === 'rest-json' && candidate.service === name);
  if (model === undefined) return undefined;
  const route = findRoute(model, request);
  if (route === undefined)
    throw new NotEmulatedError(`the request ${request.method} ${service}${request.path}`);
  return { model, ...route };
}

function identifyForm({ method, path, body }: HttpRequest, service: string): Identified {
  const form = new URLSearchParams(body);
  const version = form.get('Version');
  const name = form.get('Action');
  if (name === null) throw new NotEmulatedError(`the request ${method} ${service}${path}`);
  const model = models.find((candidate) => isForm(candidate) && candidate.version === version);
  return found(model, name, `${service}:${name}`);
}
