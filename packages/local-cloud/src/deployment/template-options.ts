import type { LocalCloud } from '../account/account.ts';
import { ServiceError } from '../core/service.ts';
import type { AssemblyStack } from './assembly.ts';
import type { DeployOptions } from './stack.ts';
import type { CreatedResource, TemplateOptions } from './template.ts';

/** The parameter of the CDK's bootstrap stack, which every template reads. */
const bootstrap = { path: '/cdk-bootstrap/', version: '30' } as const;

/** Connects the template of a stack to the rest of the cloud. */
export function templateOptions(
  cloud: LocalCloud,
  { stackName }: AssemblyStack,
  { exports }: DeployOptions,
  resource: (logicalId: string) => CreatedResource,
): TemplateOptions {
  return {
    place: cloud,
    stackName,
    resource,
    ssmParameter: (name) =>
      name.startsWith(bootstrap.path) ? bootstrap.version : readParameter(cloud, name),
    importValue: (name) => exports?.get(name),
  };
}

function readParameter(cloud: LocalCloud, name: string): string {
  const value = cloud.ssm.parameterValue(name);
  if (value !== undefined) return value;
  throw new ServiceError(
    'ValidationError',
    `Unable to fetch parameters [${name}] from parameter store for this account.`,
  );
}
