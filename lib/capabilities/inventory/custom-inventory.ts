import { join } from 'node:path';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { loadDocument } from '../../documents/load-document.ts';
import { customDocument } from './list-inventory.ts';

/** The name of the document. */
export interface CustomInventoryProps {
  readonly prefix: string;
}

/**
 * The document that writes custom inventory on a node: a file in the folder of the SSM agent, which the next
 * gathering reads. The file stays on the node when its association is deleted.
 */
export class CustomInventory extends Construct {
  /** The document's name in Systems Manager. */
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
