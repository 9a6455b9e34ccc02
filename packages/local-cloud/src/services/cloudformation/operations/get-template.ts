import type { GetTemplateInput, GetTemplateOutput } from '@aws-sdk/client-cloudformation';
import type { Host } from '../../../core/host.ts';
import { NotEmulatedError, type Operation, ServiceError } from '../../../core/service.ts';
import { onStack } from '../stack-authorization.ts';
import type { StackDirectory } from '../stack-directory.ts';

/** GetTemplate: the template of a stack, in JSON. There are no change sets and no macros, so both stages are one. */
export function getTemplate(
  host: Host,
  stacks: StackDirectory,
): Operation<GetTemplateInput, GetTemplateOutput> {
  return {
    authorize: ({ StackName: name }) => onStack(host, 'GetTemplate', name),
    run({ StackName: name, ChangeSetName: changeSet, TemplateStage: _ }) {
      if (changeSet !== undefined) throw new NotEmulatedError('change sets');
      if (name === undefined)
        throw new ServiceError('ValidationError', 'You must specify either ChangeSetName or StackName');
      return {
        TemplateBody: JSON.stringify(stacks.find(name).source.template),
        StagesAvailable: ['Original', 'Processed'],
      };
    },
  };
}
