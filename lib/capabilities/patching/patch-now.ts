import { join } from 'node:path';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { serviceHere } from '../../constructs/service-here.ts';
import { loadRunbook } from '../../documents/load-document.ts';
import type { PatchDocuments } from './patch-documents.ts';
import { anyInstance, commandActions, documentArn, instanceArns, noResource } from './window-role.ts';

/** The name of the runbook, and what it sends. */
export interface PatchNowProps {
  readonly prefix: string;
  readonly documents: PatchDocuments;
}

/**
 * The runbook `<prefix>-PatchNow`, for patching outside a window, and the role that it assumes. Whoever
 * starts it must be allowed to start it and to pass it the role.
 */
export class PatchNow extends Construct {
  constructor(scope: Construct, id: string, { prefix, documents }: PatchNowProps) {
    super(scope, id);
    const role = this.#createRole(documents);
    const runbook = loadRunbook(join('documents', 'automation', 'patch-now.yaml'));
    const { AutomationAssumeRole, Document, ...parameters } = runbook.parameters;
    const name = `${prefix}-PatchNow`;
    const document = new CfnDocument(this, 'Runbook', {
      name,
      documentType: 'Automation',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      content: {
        ...runbook,
        parameters: {
          ...parameters,
          AutomationAssumeRole: { ...AutomationAssumeRole, default: role.roleArn },
          Document: { ...Document, default: documents.plain },
        },
      },
    });
    document.node.addDependency(role);
  }

  #createRole(documents: PatchDocuments): Role {
    const role = new Role(this, 'Role', {
      description: 'Lets the patch-now runbook send its command.',
      assumedBy: serviceHere(this, 'ssm', 'automation-execution/*'),
    });
    const instances = instanceArns(this);
    const allow = (actions: string[], resources: string[]) =>
      role.addToPolicy(new PolicyStatement({ actions, resources }));
    allow(['ssm:SendCommand'], [documentArn(this, documents.plain), ...instances]);
    allow([...commandActions, 'resource-groups:ListGroupResources', 'tag:GetResources'], ['*']);
    acknowledgeWildcards(this, instances, anyInstance);
    acknowledgeWildcards(this, ['*'], noResource);
    return role;
  }
}
