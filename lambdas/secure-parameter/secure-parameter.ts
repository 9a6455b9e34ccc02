import type { CustomResourceAnswer } from '../shared/clients/cloudformation-answer.ts';
import { drawSecret } from '../shared/domain/secret-value.ts';
import type { Log } from '../shared/runtime/log.ts';
import {
  changedWithValue,
  parseWanted,
  type SecureParameterRequest,
  type WantedParameter,
} from './parse-request.ts';
import type { SecureStrings } from './secure-strings-client.ts';
import type { Chance } from './system-chance.ts';

/** What the function needs from outside. */
export interface SecureParameterPorts {
  readonly parameters: SecureStrings;
  readonly chance: Chance;
  readonly log: Log;
}

/**
 * Does what CloudFormation asks, and says how it ended. The id of the resource is the name of the parameter.
 *
 * - Create and Update make the parameter if there is none. An existing parameter keeps its value, whoever
 *   made it. So both may come any number of times, and an Update may be a rollback.
 * - Some properties can only change together with the value. An Update of these leaves the parameter as it
 *   is, and logs what to do.
 * - Delete leaves the parameter, unless `DeleteWithStack` is true and this very stack made it. That includes
 *   the rollback of a creation, because CloudFormation does not say that it is one. Somebody may have put a
 *   value, or read and used one, in the meantime, and it could not be brought back. The next deployment finds
 *   the parameter and keeps it.
 */
export async function settleRequest(
  request: SecureParameterRequest,
  ports: SecureParameterPorts,
): Promise<CustomResourceAnswer> {
  const physicalResourceId = request.PhysicalResourceId ?? 'unnamed';
  const wanted = parseWanted(request.ResourceProperties);
  try {
    if (request.RequestType === 'Delete') {
      if (typeof wanted !== 'string') await release(wanted, request, ports);
      return { status: 'SUCCESS', physicalResourceId, data: {} };
    }
    if (typeof wanted === 'string') return refuse(physicalResourceId, wanted);
    const refusal = await ensure(wanted, request, ports);
    if (refusal !== undefined) return refuse(request.PhysicalResourceId ?? wanted.name, refusal, wanted.name);
    return { status: 'SUCCESS', physicalResourceId: wanted.name, data: { Name: wanted.name } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const name = typeof wanted === 'string' ? undefined : wanted.name;
    return refuse(request.PhysicalResourceId ?? name ?? 'unnamed', reason, name);
  }
}

function refuse(physicalResourceId: string, reason: string, name = physicalResourceId): CustomResourceAnswer {
  return { status: 'FAILED', physicalResourceId, reason: `The parameter ${name}: ${reason}` };
}

/** Makes the parameter if there is none. A string as the result says why that failed. */
async function ensure(
  wanted: WantedParameter,
  request: SecureParameterRequest,
  { parameters, chance, log }: SecureParameterPorts,
): Promise<string | undefined> {
  const { name, value: first, isDeletedWithStack: _, ...rest } = wanted;
  const value = 'placeholder' in first ? first.placeholder : drawSecret(first.drawn, chance.below);
  if (value === undefined)
    return 'no value was drawn that matches its allowedPattern; give it a placeholder, or a pattern of letters and digits';

  const outcome = await parameters.create({ ...rest, name, value, stackId: request.StackId });
  if (outcome === 'created') {
    log.info('parameter created', { name, value: 'placeholder' in first ? 'placeholder' : 'drawn' });
    return undefined;
  }
  const type = await parameters.typeOf(name);
  if (type !== 'SecureString')
    return `it exists as a ${type ?? 'parameter that was deleted a moment ago'}, not as a SecureString; delete it, or give the secret another name`;

  log.info('parameter exists and keeps its value', { name });
  const fields = changedWithValue(request);
  if (fields.length > 0)
    log.warn('parameter is left as it is', {
      name,
      fields,
      remedy: 'put the value again with the new settings: aws ssm put-parameter --overwrite --key-id ...',
    });
  return undefined;
}

/** Deletes the parameter if the request says so and this stack made it. */
async function release(
  { name, isDeletedWithStack }: WantedParameter,
  { StackId, PhysicalResourceId }: SecureParameterRequest,
  { parameters, log }: SecureParameterPorts,
): Promise<void> {
  if (!isDeletedWithStack || PhysicalResourceId !== name)
    return log.info('parameter is left alone', { name });
  const maker = await parameters.makerOf(name);
  if (maker !== StackId) return log.warn('parameter is left alone: another made it, or it is gone', { name });
  await parameters.delete(name);
  log.info('parameter deleted', { name });
}
