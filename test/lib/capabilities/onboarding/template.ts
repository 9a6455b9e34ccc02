import type { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'vitest';

/** The ARN of a resource of the template. */
export const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

/** An ARN in the partition, region and account of the stack. */
export const localArn = (service: string, resource: string) => ({
  'Fn::Join': [
    '',
    [
      'arn:',
      { Ref: 'AWS::Partition' },
      `:${service}:`,
      { Ref: 'AWS::Region' },
      ':',
      { Ref: 'AWS::AccountId' },
      `:${resource}`,
    ],
  ],
});

/** An ARN of IAM, which has no region, in the account of the stack. */
export const iamArn = (resource: string) => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, `:${resource}`]],
});

/** The logical id of the only resource of a type with these properties. */
export function idOf(template: Template, type: string, properties: object = {}): string {
  const found = Object.keys(template.findResources(type, { Properties: properties }));
  expect(found, `${type} ${JSON.stringify(properties)}`).toHaveLength(1);
  return found[0] ?? '';
}

/** The logical id of the function of the construct at this path, such as `OnboardingOnboard`. */
export function functionId(template: Template, path: string): string {
  const found = Object.keys(template.findResources('AWS::Lambda::Function')).filter((id) =>
    new RegExp(`^${path}Function[0-9A-F]{8}$`).test(id),
  );
  expect(found, path).toHaveLength(1);
  return found[0] ?? '';
}

/** The statements of the one policy of a role. */
export function statementsOfRole(template: Template, roleId: string): unknown {
  const policies = template.findResources('AWS::IAM::Policy', { Properties: { Roles: [{ Ref: roleId }] } });
  expect(Object.keys(policies)).toHaveLength(1);
  return Object.values(policies)[0]?.['Properties'].PolicyDocument.Statement;
}

/** The statements of the role of a function. */
export function statementsOf(template: Template, id: string): unknown {
  const roleId = template.toJSON().Resources[id].Properties.Role['Fn::GetAtt'][0];
  return statementsOfRole(template, roleId);
}

/** The statement that lets a function write its own log. */
export function logStatement(template: Template, id: string): object {
  const group = template.toJSON().Resources[id].Properties.LoggingConfig.LogGroup.Ref;
  return { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: arnOf(group) };
}

/** The variables of a function, without those that every function has. */
export function variablesOf(template: Template, id: string): Record<string, unknown> {
  const {
    POWERTOOLS_LOG_LEVEL: _,
    NODE_OPTIONS: __,
    ...variables
  } = template.toJSON().Resources[id].Properties.Environment.Variables;
  return variables;
}

/**
 * Logical ids of resources that hold state or messages. With another id, CloudFormation makes another
 * resource and deletes the old one or leaves it behind.
 */
export const ids = {
  roster: 'RosterTable5088F754',
  launchQueue: 'LaunchQueueE31A5174',
  launchDeadLetters: 'LaunchQueueDeadLetters059A994D',
  undelivered: 'LaunchRulesUndelivered5A6AE1F6',
  outcomeQueue: 'FollowingUpOutcomeQueue15DC6878',
  outcomeDeadLetters: 'FollowingUpOutcomeQueueDeadLetters5CF17E60',
  outcomesUndelivered: 'FollowingUpUndeliveredCE2F8614',
  alarmTopic: 'AlarmsTopic3A2DFEBA',
  linuxDocument: 'DocumentsInstallAgentLinuxDE341176',
  windowsDocument: 'DocumentsInstallAgentWindowsD8678CE3',
} as const;
