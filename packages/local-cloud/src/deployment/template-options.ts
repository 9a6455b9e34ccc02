import type { LocalCloud } from '../account/account.ts';
import { ServiceError } from '../core/service.ts';
import type { AssemblyStack } from './assembly.ts';
import type { CreatedResource, TemplateOptions } from './template.ts';

/** The parameter of the CDK's bootstrap stack, which every template reads. */
const bootstrap = { path: '/cdk-bootstrap/', version: '30' } as const;

/** The id of a stack, what it can import, and the names that it has imported so far. */
interface ImportingStack {
  readonly stackId: string;
  readonly exports: ReadonlyMap<string, unknown>;
  readonly imports: Set<string>;
}

/** Connects the template of a stack to the rest of the cloud. */
export function templateOptions(
  cloud: LocalCloud,
  { stackName }: AssemblyStack,
  { exports, stackId, imports }: ImportingStack,
  resource: (logicalId: string) => CreatedResource,
): TemplateOptions {
  return {
    place: cloud,
    stackName,
    stackId,
    resource,
    ssmParameter: (name) =>
      name.startsWith(bootstrap.path) ? bootstrap.version : readParameter(cloud, name),
    importValue: (name) => {
      if (!exports.has(name)) throw new ServiceError('ValidationError', `No export named ${name} found.`);
      imports.add(name);
      return exports.get(name);
    },
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
