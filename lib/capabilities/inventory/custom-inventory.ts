import { join } from 'node:path';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { loadDocument } from '../../documents/load-document.ts';
import { customDocument } from './list-inventory.ts';

/** What the document is called. */
export interface CustomInventoryProps {
  readonly prefix: string;
}

/**
 * The document that writes custom inventory on a node: a file in the folder of the SSM agent, from which the next
 * gathering takes it. It stays on the node when its association is deleted.
 */
export class CustomInventory extends Construct {
  /** The name by which Systems Manager knows the document. */
  readonly documentName: string;

  constructor(scope: Construct, id: string, { prefix }: CustomInventoryProps) {
    super(scope, id);
    const document = new CfnDocument(this, 'Document', {
      name: `${prefix}-${customDocument}`,
      documentType: 'Command',
      documentFormat: 'JSON',
      targetType: '/AWS::EC2::Instance',
      updateMethod: 'NewVersion',
      content: loadDocument(join('documents', 'inventory', 'custom-inventory.yaml')),
    });
    this.documentName = document.ref;
  }
}
