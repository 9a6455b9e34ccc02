import { type App, CfnResource, Stack, TreeInspector } from 'aws-cdk-lib';
import { isObject } from './objects.ts';

/** Something that there is only once in an account and region, and the stack that wants it. */
export interface Claim {
  /** What people call it: `AWS::SSM::Parameter "/muster/..."`, or `the preferences of Session Manager`. */
  readonly what: string;
  readonly stackId: string;
  /** Where it must be unique: an account and region. */
  readonly place: string;
}

/**
 * The properties that name a resource, if AWS takes each name once in an account and region. Maintenance windows,
 * baselines, associations and saved queries may share their names.
 */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::Athena::WorkGroup': 'name',
  'AWS::CloudWatch::Alarm': 'alarmName',
  'AWS::KMS::Alias': 'aliasName',
  'AWS::Logs::LogGroup': 'logGroupName',
  'AWS::Logs::ResourcePolicy': 'policyName',
  'AWS::ResourceGroups::Group': 'name',
  'AWS::S3::Bucket': 'bucketName',
  'AWS::SSM::Document': 'name',
  'AWS::SSM::Parameter': 'name',
  'AWS::SSM::ResourceDataSync': 'syncName',
  'AWS::SSM::ServiceSetting': 'settingId',
};

/** The stacks of an application and their named resources, as claims. */
export function claimsOf(app: App): Claim[] {
  return app.node.findAll().flatMap((node) => {
    if (Stack.isStack(node)) return [claim(node, `the stack ${node.stackName}`)];
    if (!CfnResource.isCfnResource(node)) return [];
    const name = nameOf(node);
    return name === undefined ? [] : [claim(node.stack, `${node.cfnResourceType} "${name}"`)];
  });
}

/** Something of a stack, at the place of the stack. */
export function claim(stack: Stack, what: string): Claim {
  return { what, stackId: stack.node.id, place: `${stack.account} ${stack.region}` };
}

/** What two stacks claim in one place, a line each. */
export function findCollisions(claims: readonly Claim[]): string[] {
  const first = new Map<string, Claim>();
  return claims.flatMap((each) => {
    const key = `${each.place}\n${each.what}`;
    const other = first.get(key);
    if (other === undefined) first.set(key, each);
    if (other === undefined || other.stackId === each.stackId) return [];
    return [
      `${each.stackId}: received ${each.what}, which is of ${other.stackId} in the same account and region; allowed: ` +
        'in one of the two (names.prefix, names.parameterPath, or the section of one environment)',
    ];
  });
}

/** The physical name in a template; undefined when CloudFormation makes one. */
function nameOf(resource: CfnResource): string | undefined {
  const property = nameProperties[resource.cfnResourceType];
  if (property === undefined || !isInspectable(resource)) return undefined;
  const inspector = new TreeInspector();
  resource.inspect(inspector);
  const properties: unknown = resource.stack.resolve(inspector.attributes['aws:cdk:cloudformation:props']);
  const name = isObject(properties) ? properties[property] : undefined;
  return typeof name === 'string' ? name : undefined;
}

function isInspectable(
  resource: CfnResource,
): resource is CfnResource & { inspect(to: TreeInspector): void } {
  return 'inspect' in resource;
}
