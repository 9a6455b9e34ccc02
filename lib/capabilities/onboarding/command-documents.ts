import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { canonicalContent } from '../../../lambdas/shared/domain/canonical-content.ts';
import { isVerifiable } from '../../../lambdas/shared/domain/rollout/verify.ts';
import { documentVersionResourceType } from '../../../lambdas/shared/runtime/contract.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';
import { agentFloor } from '../../documents/agent-floor.ts';
import { type CommandDocument, DocumentError, loadDocument } from '../../documents/load-document.ts';
import { agentDocument, buildAgentDocument, listAgentDocuments } from './agents/agent-document.ts';
import type { Agents } from './agents/agent-schema.ts';

/** The folder of the document files, below the project's root. */
const documentsFolder = join('documents', 'command');

/** What the documents are made of. */
export interface CommandDocumentsProps {
  readonly prefix: string;
  /** The defaults of the parameters of the files in documents/command. */
  readonly defaults: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly agents: Agents;
  readonly treatAs: Readonly<Record<string, string>>;
  readonly logRetentionDays: number;
}

/** The form of a file name in documents/command. It keeps file names and document names one to one. */
const fileForm = /^[a-z0-9]+(-[a-z0-9]+)*\.yaml$/;

/**
 * The names by which the configuration refers to the files in documents/command: install-agent →
 * InstallAgent.
 * @throws DocumentError that names each file with a wrong name. No file is left out silently.
 */
export function documentNames(): string[] {
  // Files of editors and systems, such as .DS_Store, begin with a dot.
  const files = readdirSync(documentsFolder).filter((file) => !file.startsWith('.'));
  const misnamed = files.filter((file) => !fileForm.test(file));
  if (misnamed.length > 0) {
    const allowed = 'small letters and digits, with single dashes between words, ending with .yaml';
    throw new DocumentError(
      misnamed.map(
        (file) => `${join(documentsFolder, file)}: the name: received "${file}", allowed: ${allowed}`,
      ),
    );
  }
  return files
    .sort()
    .map((file) => file.replace(/\.yaml$/, '').replace(/(^|-)([a-z])/g, (_, __, c) => c.toUpperCase()));
}

/** The file of a document. */
export function documentFile(name: string): string {
  const file = name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();
  return join(documentsFolder, `${file}.yaml`);
}

/**
 * Every file in documents/command and every agent as a document of Systems Manager. An update makes a new version
 * of the same document. A custom resource uses the hash of the content to find the number of that version. So a function
 * sends exactly the version that was deployed with it, and not the current default.
 */
export class CommandDocuments extends Construct {
  /**
   * By the name in the configuration: the version of each document that has the content of this deployment.
   */
  readonly versions: ReadonlyMap<string, string>;
  /** By the name in the configuration: the least SSM agent of each document that needs one. */
  readonly floors: ReadonlyMap<string, string>;
  /** By the name in the configuration: the SHA-256 of the content of each document. */
  readonly hashes: ReadonlyMap<string, string>;
  /** The names in the configuration of the documents that can verify what they installed. */
  readonly verifiable: readonly string[];

  constructor(scope: Construct, id: string, props: CommandDocumentsProps) {
    super(scope, id);
    const contents = contentsOf(props);
    this.hashes = new Map([...contents].map(([name, content]) => [name, sha256(canonicalContent(content))]));
    this.verifiable = [...contents].flatMap(([name, content]) => (canVerify(content) ? [name] : []));
    const reader = this.#createVersionReader(props, [...contents.keys()]);
    const entries = [...contents].map(([name, content]) => {
      const physicalName = `${props.prefix}-${name}`;
      const document = new CfnDocument(this, name, {
        name: physicalName,
        documentType: 'Command',
        documentFormat: 'JSON',
        targetType: '/AWS::EC2::Instance',
        updateMethod: 'NewVersion',
        content,
      });
      const version = new CustomResource(this, `${name}Version`, {
        serviceToken: reader.function.functionArn,
        resourceType: documentVersionResourceType,
        serviceTimeout: Duration.minutes(6), // three attempts of Lambda, and its pauses
        properties: { DocumentName: document.ref, ContentSha256: this.hashes.get(name) },
      });
      return [name, version.getAttString('Version')] as const;
    });
    this.versions = new Map(entries);
    this.floors = new Map(
      [...contents].flatMap(([name, content]) => {
        const floor = agentFloor(content);
        return floor === undefined ? [] : [[name, floor] as const];
      }),
    );
  }

  #createVersionReader(props: CommandDocumentsProps, names: readonly string[]): MusterFunction {
    const { partition, region, account } = Stack.of(this);
    const arns = names.map(
      (name) => `arn:${partition}:ssm:${region}:${account}:document/${props.prefix}-${name}`,
    );
    return new MusterFunction(this, 'VersionReader', {
      bundle: 'document-version',
      description: 'Muster: reads which version of a document was deployed.',
      timeoutSeconds: 60,
      memoryMegabytes: 256,
      permissions: [{ actions: ['ssm:GetDocument', 'ssm:ListDocumentVersions'], resources: arns }],
      logRetentionDays: props.logRetentionDays,
    });
  }
}

/** The documents by name: first those of files, then those of agents. */
function contentsOf({
  defaults,
  agents,
  treatAs,
}: CommandDocumentsProps): ReadonlyMap<string, CommandDocument> {
  const files = documentNames().map(
    (name) => [name, loadDocument(documentFile(name), defaults[name] ?? {})] as const,
  );
  const built = listAgentDocuments(agents).map(
    (each) => [agentDocument(each.name, each.platform), buildAgentDocument(each, treatAs)] as const,
  );
  return new Map([...files, ...built]);
}

function canVerify({ parameters = {} }: CommandDocument): boolean {
  return isVerifiable(
    Object.entries(parameters).map(([Name, { default: value }]) => ({ Name, DefaultValue: String(value) })),
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
