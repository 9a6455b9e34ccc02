import type { SendCommandRequest } from '@aws-sdk/client-ssm';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';

const NOT_EMULATED = ['ServiceRoleArn', 'NotificationConfig', 'AlarmConfiguration'] as const;

/** The most values of a target by tags (user guide); the model allows more. */
const tagValuesMax = 5;

/** Refuses a SendCommand that the service refuses before it reads the document. */
export function checkSendCommand(input: SendCommandRequest): void {
  const validation = new Validation();
  input.Targets?.forEach(({ Key: key = '', Values: values }, index) => {
    if (key.startsWith('tag:'))
      validation.length(values, `targets.${index + 1}.member.values`, [0, tagValuesMax]);
  });
  validation.done();
  const unsupported = NOT_EMULATED.find((member) => input[member] !== undefined);
  if (unsupported !== undefined) throw new NotEmulatedError(`SendCommand with ${unsupported}`);
  const targets = input.Targets ?? [];
  if (targets.length > 1 && targets.some(({ Key: key }) => key?.toLowerCase() === 'instanceids'))
    throw new NotEmulatedError('SendCommand with a target of instance ids beside other Targets');
  const hasIds = (input.InstanceIds?.length ?? 0) > 0;
  const hasTargets = targets.length > 0;
  if (hasIds === hasTargets)
    throw new ServiceError(
      'ValidationException',
      `Specify instance IDs or targets, one of the two: received ${hasIds ? 'both' : 'neither'}`,
    );
}
