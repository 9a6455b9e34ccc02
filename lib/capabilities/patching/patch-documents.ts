import { join } from 'node:path';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { loadDocument } from '../../documents/load-document.ts';

/** The beginning of the documents' names. */
export interface PatchDocumentsProps {
  readonly prefix: string;
}

const folder = join('documents', 'patching');

/**
 * The documents that windows and the patch-now runbook send to install patches. On a node of an EMR cluster
 * they scan and install nothing (docs/decisions/0013-emr-is-scanned-only.md).
 */
export class PatchDocuments extends Construct {
  /** The name of the document without hooks. */
  readonly plain: string;
  /** The name of the document with hooks. */
  readonly withHooks: string;

  constructor(scope: Construct, id: string, { prefix }: PatchDocumentsProps) {
    super(scope, id);
    const cluster = this.#create(prefix, 'ScanClusterNode', 'scan-cluster-node');
    const defaults = { ClusterDocument: `${prefix}-ScanClusterNode` };
    const plain = this.#create(prefix, 'PatchInstances', 'patch-instances', defaults);
    const withHooks = this.#create(prefix, 'PatchInstancesWithHooks', 'patch-instances-with-hooks', defaults);
    for (const each of [plain, withHooks]) each.addResourceDependency(cluster);
    this.plain = plain.ref;
    this.withHooks = withHooks.ref;
  }

  #create(
    prefix: string,
    name: string,
    file: string,
    defaults: Readonly<Record<string, string>> = {},
  ): CfnDocument {
    return new CfnDocument(this, name, {
      name: `${prefix}-${name}`,
      documentType: 'Command',
      documentFormat: 'JSON',
      targetType: '/AWS::EC2::Instance',
      updateMethod: 'NewVersion',
      content: loadDocument(join(folder, `${file}.yaml`), defaults),
    });
  }
}
