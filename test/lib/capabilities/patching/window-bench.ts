import type { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'vitest';
import type { MusterConfig } from '../../../../lib/configuration/config.ts';
import { synthesizeStack } from '../../synthesize.ts';
import { groupsExample } from '../groups/example.ts';
import { idOf, statementsOfRole } from '../onboarding/template.ts';

/** The section of the configuration. */
export type Patching = NonNullable<MusterConfig['patching']>;
/** One window of it. */
export type Window = NonNullable<Patching['windows']>[string];

/** The stack of a configuration. */
export const synthesize = (patching: Patching, region?: string) =>
  synthesizeStack('MusterPatching', { patching, groups: groupsExample }, region);
/** A window that installs. */
export const install: Window = { schedule: 'rate(7 days)', targets: { all: true }, operation: 'Install' };
/** The stack of a configuration with one window, and no scan of every node. */
export const withWindow = (fields: Partial<Window>, more: Patching = {}) =>
  synthesize({ scan: null, ...more, windows: { night: { ...install, ...fields } } });

/** The properties of the only resource of a type. */
export const only = (template: Template, type: string) => {
  const found = Object.values(template.findResources(`AWS::SSM::${type}`));
  expect(found, type).toHaveLength(1);
  return found[0]?.['Properties'];
};
/** A task, by its name. */
export const taskOf = (template: Template, name: string) =>
  template.toJSON().Resources[idOf(template, 'AWS::SSM::MaintenanceWindowTask', { Name: name })].Properties;
/** The command of a task. */
export const commandOf = (template: Template, name: string) =>
  taskOf(template, name).TaskInvocationParameters.MaintenanceWindowRunCommandParameters;
/** What the role of the only window may do. */
export const allowed = (template: Template) => statementsOfRole(template, roleOf(template));
/** The role of the only window. */
export const roleOf = (template: Template) =>
  idOf(template, 'AWS::IAM::Role', {
    Description: 'Lets a maintenance window of Systems Manager run its tasks.',
  });
/** The ARN of a document of AWS. */
export const documentOfAws = (name: string) => ({
  'Fn::Join': [
    '',
    ['arn:', { Ref: 'AWS::Partition' }, ':ssm:', { Ref: 'AWS::Region' }, `::document/${name}`],
  ],
});
/** The targets of a task. */
export const targetOf = (template: Template, name: string) => {
  const [{ Values: ids }] = taskOf(template, name).Targets;
  return template.toJSON().Resources[ids[0].Ref].Properties;
};
