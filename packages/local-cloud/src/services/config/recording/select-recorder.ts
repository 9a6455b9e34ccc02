import type { DescribeConfigurationRecordersRequest } from '@aws-sdk/client-config-service';
import { refuseMembers } from '../../../core/refuse-members.ts';
import { type Authorization, ServiceError } from '../../../core/service.ts';
import { type ConfigWorld, recorderArn } from '../config-world.ts';
import type { Recorder } from './recorder-store.ts';

/** What a caller needs to read recorders: the right to each that it names, or to all. */
export function toReadRecorders(
  world: ConfigWorld,
  action: string,
  { ConfigurationRecorderNames: names = [] }: DescribeConfigurationRecordersRequest,
): Authorization[] {
  if (names.length === 0) return [{ action, resource: '*' }];
  return names.map((name) => ({ action, resource: recorderArn(world, name) }));
}

/**
 * The recorders of a request: those of its names, or all there are.
 * @throws ServiceError NoSuchConfigurationRecorderException, and ValidationException for more than one name.
 */
export function selectRecorders(
  { recorders }: ConfigWorld,
  operation: string,
  request: DescribeConfigurationRecordersRequest,
): readonly Recorder[] {
  refuseMembers(operation, request, ['Arn', 'ServicePrincipal']);
  const { ConfigurationRecorderNames: names = [] } = request;
  if (names.length > 1)
    throw new ServiceError('ValidationException', 'Only one configuration recorder can be specified.');
  if (names.length > 0) return names.map((name) => recorders.find(name));
  return recorders.recorder === undefined ? [] : [recorders.recorder];
}
