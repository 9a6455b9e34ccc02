import type { SendCommandRequest } from '@aws-sdk/client-ssm';
import { NotEmulatedError, ServiceError } from '../../../core/service.ts';
import { Validation } from '../../../core/validation.ts';
import { checkOutput } from './command-output.ts';

const NOT_EMULATED = ['ServiceRoleArn', 'NotificationConfig', 'AlarmConfiguration'] as const;

/** Refuses a SendCommand that the service refuses before it reads the document. */
export function checkSendCommand(input: SendCommandRequest): void {
  const validation = new Validation()
    .required(input.DocumentName, 'documentName')
    .pattern(input.DocumentName, 'documentName', /^[a-zA-Z0-9_\-.:/]{3,128}$/)
    .pattern(input.DocumentVersion, 'documentVersion', /^(\$LATEST|\$DEFAULT|[1-9][0-9]*)$/)
    .length(input.DocumentHash, 'documentHash', [0, 256])
    .oneOf(input.DocumentHashType, 'documentHashType', ['Sha256', 'Sha1'])
    .range(input.TimeoutSeconds, 'timeoutSeconds', [30, 2_592_000])
    .length(input.Comment, 'comment', [0, 100])
    .length(input.Targets, 'targets', [0, 5])
    .length(input.MaxConcurrency, 'maxConcurrency', [1, 7])
    .pattern(input.MaxConcurrency, 'maxConcurrency', /^([1-9][0-9]*|[1-9][0-9]%|[1-9]%|100%)$/)
    .length(input.MaxErrors, 'maxErrors', [1, 7])
    .pattern(input.MaxErrors, 'maxErrors', /^([1-9][0-9]*|[0]|[1-9][0-9]%|[0-9]%|100%)$/);
  input.Targets?.forEach((target, index) => {
    validation.length(target.Key, `targets.${index + 1}.member.key`, [1, 163]);
    const valuesMax = target.Key?.startsWith('tag:') === true ? 5 : 50;
    validation.length(target.Values, `targets.${index + 1}.member.values`, [0, valuesMax]);
  });
  checkOutput(validation, input);
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
