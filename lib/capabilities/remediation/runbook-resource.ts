import { join } from 'node:path';
import { Role } from 'aws-cdk-lib/aws-iam';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { serviceHere } from '../../constructs/service-here.ts';
import { loadRunbook, type Runbook as RunbookFile } from '../../documents/load-document.ts';
import { allowGrant, type RunbookGrant } from './runbook-grant.ts';

/** The content of a runbook that is in no file. */
export type RunbookContent = RunbookFile;

/** What a runbook is made of, and what it may do. */
export interface RunbookDefinition {
  /** The file in `documents/automation`, or what would be in it. */
  readonly file: string | RunbookContent;
  /** What the role is for, in a sentence. */
  readonly purpose: string;
  /** The values of parameters that the deployment knows. */
  readonly defaults: Readonly<Record<string, string>>;
  readonly grants: readonly RunbookGrant[];
}

/** A runbook and its name. */
export interface RunbookProps extends RunbookDefinition {
  readonly name: string;
}

/** To find the instances of a tag, when the runbook is started over one. AWS does not say whose right that takes. */
const findTagged: RunbookGrant = {
  ...{ actions: ['tag:GetResources'], resources: ['*'] },
  reason: 'This action takes no resource.',
};

/**
 * A runbook, and the role that it assumes. Whoever starts it must be allowed to start it and to pass it the role. A
 * change makes a new version, which is the default one. One with the parameter `InstanceId` may be started over a tag:
 * its target type keeps volumes and images with that tag out.
 */
export class Runbook extends Construct {
  readonly name: string;
  readonly role: Role;
  readonly document: CfnDocument;

  constructor(scope: Construct, id: string, { file, name, purpose, defaults, grants }: RunbookProps) {
    super(scope, id);
    this.name = name;
    this.role = new Role(this, 'Role', {
      description: purpose,
      assumedBy: serviceHere(this, 'ssm', 'automation-execution/*'),
    });
    const { parameters, ...content } =
      typeof file === 'string' ? loadRunbook(join('documents', 'automation', file)) : file;
    const isOnInstances = Object.hasOwn(parameters, 'InstanceId');
    for (const grant of [...grants, ...(isOnInstances ? [findTagged] : [])])
      allowGrant(this, this.role, grant);
    const known: Readonly<Record<string, string>> = { ...defaults, AutomationAssumeRole: this.role.roleArn };
    const filled = Object.entries(parameters).map(([parameter, declared]) => {
      const value = known[parameter];
      return [parameter, value === undefined ? declared : { ...declared, default: value }];
    });
    this.document = new CfnDocument(this, 'Document', {
      name,
      documentType: 'Automation',
      documentFormat: 'JSON',
      ...(isOnInstances ? { targetType: '/AWS::EC2::Instance' } : {}),
      updateMethod: 'NewVersion',
      content: { ...content, parameters: Object.fromEntries(filled) },
    });
    this.document.node.addDependency(this.role);
  }
}
