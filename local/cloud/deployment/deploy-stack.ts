import type { AssemblyStack } from '../assembly.ts';
import type { LocalCloud } from '../cloud.ts';
import { NotEmulatedError } from '../service.ts';
import { type CreatedResource, Template } from '../template.ts';
import { createCustomResource } from './custom-resource.ts';
import { physicalName } from './physical-name.ts';
import { type Creation, creators } from './resource-types.ts';

/** A stack that stands: its outputs, and its resources by logical id. */
export interface DeployedStack {
  /** The id that `cdk deploy` takes. */
  readonly id: string;
  readonly stackName: string;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly resources: ReadonlyMap<string, CreatedResource & { readonly type: string }>;
}

type Properties = Readonly<Record<string, unknown>>;

/** How a deployment differs from the plain one. */
export interface DeployOptions {
  /** What other stacks have exported; this stack's exports are added. */
  readonly exports?: Map<string, unknown>;
  /** Changes resolved properties before a resource is built. For waiting less in real time; not for proofs. */
  readonly adjust?: (type: string, properties: Properties) => Properties;
}

/** What the bootstrap stack of the CDK writes, and every template asks for. */
const bootstrapVersion = '30';

/**
 * Builds in the cloud what a synthesized template declares, each resource after those it refers to, as CloudFormation
 * does. Custom resources call their functions, in virtual time, and their answers are attributes of later resources.
 * @throws NotEmulatedError for a resource type that the local cloud does not have.
 * @throws ServiceError for what the service refuses; the stack is then half built, and the cloud of no further use.
 */
export async function deployStack(
  cloud: LocalCloud,
  stack: AssemblyStack,
  { exports = new Map(), adjust = (_, properties) => properties }: DeployOptions = {},
): Promise<DeployedStack> {
  const resources = new Map<string, CreatedResource & { readonly type: string }>();
  const find = (logicalId: string): CreatedResource => {
    const found = resources.get(logicalId);
    if (found === undefined) throw new Error(`${logicalId} is referred to before it is created`);
    return found;
  };
  const template = new Template(stack.template, {
    place: cloud,
    stackName: stack.stackName,
    resource: find,
    ssmParameter: () => bootstrapVersion,
    importValue: (name) => exports.get(name),
  });

  for (const logicalId of template.creationOrder()) {
    const declaration = template.resources.get(logicalId);
    if (declaration === undefined) continue;
    const { type } = declaration;
    const properties = adjust(type, template.properties(logicalId));
    const name = physicalName(cloud, stack.stackName, logicalId);
    const creation: Creation = { cloud, stack, logicalId, properties, name };
    const creator = creators[type];
    if (creator !== undefined) resources.set(logicalId, { ...bound(creator(creation)), type });
    else if (type.startsWith('Custom::'))
      resources.set(logicalId, { ...bound(await createCustomResource(type, creation)), type });
    else throw new NotEmulatedError(`the resource type ${type} (${stack.stackName}/${logicalId})`);
    cloud.trace('cloudformation.created', { type, logicalId });
  }

  const outputs = template.outputs();
  for (const { exportName, value } of outputs) if (exportName !== undefined) exports.set(exportName, value);
  return {
    id: stack.id,
    stackName: stack.stackName,
    outputs: Object.fromEntries(outputs.map(({ name, value }) => [name, value])),
    resources,
  };
}

function bound({ ref, attribute }: CreatedResource): CreatedResource {
  return { ref, attribute };
}
