import { isDeepStrictEqual } from 'node:util';
import type { RunScript } from '../../agent/run-events.ts';
import type { Host, ServiceEvent } from '../../core/host.ts';
import { isRecord } from '../../core/is-record.ts';
import { NotEmulatedError, type Service, ServiceError } from '../../core/service.ts';
import { checkByModel } from '../../core/wire/check-by-model.ts';
import type { Fleet } from '../ec2/instance-fleet.ts';
import type { KmsKeys } from '../kms/keys.ts';
import { AutomationEvents } from './automation/automation-events.ts';
import type { AutomationPorts } from './automation/automation-office.ts';
import { findRunbook } from './automation/begin-execution.ts';
import type { AutomationExecution } from './automation/execution.ts';
import { ExecutionLog } from './automation/execution-log.ts';
import type { Runbook } from './automation/runbook.ts';
import { AutomationRunner } from './automation/runner.ts';
import { BaselineStore } from './baselines/baseline-store.ts';
import { agentOutside, type BucketObjects } from './commands/agent-outside.ts';
import { CommandEvents } from './commands/command-events.ts';
import { CommandLog } from './commands/command-log.ts';
import { Dispatcher } from './commands/dispatcher.ts';
import {
  type ResourceProperties,
  readDraft,
  readOptional,
  readTagRecord,
  readTags,
  readText,
} from './declared-properties.ts';
import {
  type ComparedVersions,
  type Document,
  DocumentStore,
  documentTypes,
} from './documents/document-store.ts';
import { declareOwnedDocuments } from './documents/owned-documents.ts';
import type { MaintenancePorts } from './maintenance/maintenance-office.ts';
import { MaintenanceStore } from './maintenance/maintenance-store.ts';
import type { HybridMachines } from './nodes/hybrid-machines.ts';
import type { ManagedNodes } from './nodes/managed-nodes.ts';
import { makeNodes, type NodeRoles } from './nodes/node-world.ts';
import type { Parameter } from './parameters/parameter.ts';
import { ParameterStore } from './parameters/parameter-store.ts';
import { RequestRate } from './request-rate.ts';
import { ServiceSettings } from './service-settings.ts';
import { ssmOperations } from './ssm-operations.ts';

/** Assumptions about Systems Manager where AWS publishes nothing. */
export interface SsmOptions {
  /**
   * The rate of calls per second to Run Command and DescribeInstanceInformation together. The default of 1,000 is never
   * reached.
   */
  readonly requestsPerSecond: number;
  /**
   * The rate of calls per second that start or stop an execution of a runbook. AWS has 1; the default of 1,000 is never
   * reached.
   */
  readonly automationsPerSecond: number;
  /**
   * The versions of a document from which a new one must differ. Default `all`. With `latest`, a roll-back creates one
   * more version.
   */
  readonly comparedVersions: ComparedVersions;
  /**
   * Whether CloudFormation treats DuplicateDocumentContent as a success without a new version. By default, the update
   * fails, and so does a roll-back, as in the source of its handler (October 2023).
   */
  readonly acceptsDuplicateContent: boolean;
  /**
   * Runs the text of every script step, with its parameters filled in, and says how it ended: the agents answer that in
   * the place of the pretended result. Virtual time stands still meanwhile; how long a script takes is still pretended.
   */
  readonly runScript: RunScript;
  /**
   * Whether a task of a maintenance window that calls a function waits for its end. AWS does not say. Default true;
   * otherwise the next task begins while the function runs.
   */
  readonly windowsWaitForFunctions: boolean;
  /** What buckets hold, by name: agents download from them. Without it nobody knows, and a download ends the run. */
  readonly buckets: Readonly<Record<string, BucketObjects>>;
}

/** The ports of Systems Manager. */
export interface SsmPorts {
  /** The instances, to whose state changes it listens. */
  readonly fleet: Fleet;
  /** The roles of machines outside EC2. */
  readonly roles: NodeRoles;
  /** The keys of SecureStrings. */
  readonly keys: KmsKeys;
  /** Receives events at the time they occur. */
  emit(event: ServiceEvent): void;
  /** What executions of runbooks do in the account. */
  readonly automation: AutomationPorts;
  /** Whether maintenance windows may assume a role. */
  assumeForWindow: MaintenancePorts['assume'];
  /** Lets virtual time stand still until something real is over. */
  hold(work: Promise<void>): void;
}

/** The properties of an `AWS::SSM::Document` whose change creates a new version. */
const versionedProperties = ['Content', 'DocumentFormat', 'VersionName', 'TargetType'];

/** Systems Manager of the local cloud: managed instances, Run Command, documents and parameters. */
export class Ssm implements Service {
  readonly name = 'ssm';
  readonly operations: ReturnType<typeof ssmOperations>;
  /** The maintenance windows. */
  readonly windows: MaintenanceStore;
  readonly settings: ServiceSettings;
  /** The patch baselines, also those of AWS. */
  readonly baselines: BaselineStore;
  /** The machines outside EC2: what registers and starts them is no API. */
  readonly machines: HybridMachines;
  readonly #host: Host;
  readonly #documents: DocumentStore;
  readonly #parameters: ParameterStore;
  readonly #acceptsDuplicateContent: boolean;
  readonly #executions: ExecutionLog;

  constructor(host: Host, ports: SsmPorts, options: Partial<SsmOptions> = {}) {
    const { fleet, roles, keys, emit, hold } = ports;
    this.#host = host;
    this.#documents = new DocumentStore(host, options.comparedVersions);
    this.#acceptsDuplicateContent = options.acceptsDuplicateContent ?? false;
    this.#parameters = new ParameterStore(host, keys, emit);
    this.settings = new ServiceSettings(host);
    this.baselines = new BaselineStore(host);
    declareOwnedDocuments(this.#documents);
    const rate = new RequestRate(host.timeline, options.requestsPerSecond ?? 1_000);
    this.#executions = new ExecutionLog(host);
    const { runScript, buckets } = options;
    const outside = agentOutside(this.#documents, { runScript, buckets, hold });
    const dispatcher = new Dispatcher(host, new CommandEvents(host, emit), outside);
    fleet.listen(dispatcher);
    const nodes = makeNodes(host, { fleet, roles, settings: this.settings, emit });
    nodes.machines.listen(dispatcher);
    this.machines = nodes.machines;
    const stores = { documents: this.#documents, parameters: this.#parameters, settings: this.settings };
    const log = new CommandLog(host);
    const commands = { host, nodes: nodes.nodes, documents: this.#documents, log, dispatcher, rate };
    this.windows = this.#openWindows(ports, nodes.nodes, options.windowsWaitForFunctions ?? true);
    this.operations = ssmOperations({
      ...{ ...stores, baselines: this.baselines, commands, nodes, host, windows: this.windows },
      automation: this.#automation(ports, options.automationsPerSecond),
    });
  }

  #openWindows(
    { emit, automation, assumeForWindow: assume }: SsmPorts,
    nodes: ManagedNodes,
    waitsForFunctions: boolean,
  ) {
    const { call, callWaiting } = automation;
    const ports = { call, callWaiting, assume, emit };
    return new MaintenanceStore({ host: this.#host, nodes, ports, waitsForFunctions });
  }

  #automation({ automation: ports, emit, fleet }: SsmPorts, perSecond = 1_000) {
    const host = this.#host;
    const runner = new AutomationRunner(host, new AutomationEvents(host, emit), ports);
    const rate = new RequestRate(host.timeline, perSecond);
    return { host, documents: this.#documents, log: this.#executions, runner, ports, rate, fleet };
  }

  /**
   * Creates an `AWS::SSM::Document` from resolved properties, as version 1. Returns its name, which is its `Ref`. As in
   * templates, Content may be an object.
   */
  declareDocument(properties: ResourceProperties): string {
    const name = readText(properties, 'Name');
    const type = documentTypes.find((known) => known === (properties['DocumentType'] ?? 'Command'));
    if (type === undefined) throw new NotEmulatedError(`documents of type ${properties['DocumentType']}`);
    const targetType = properties['TargetType'];
    const draft = readDraft(properties);
    const { DocumentType, DocumentFormat, VersionName } = properties;
    const request = { DocumentType, DocumentFormat, VersionName, TargetType: targetType };
    checkByModel('ssm', 'CreateDocument', { Name: name, Content: draft.content, ...request });
    this.#documents.create(
      {
        name,
        type,
        targetType: typeof targetType === 'string' ? targetType : undefined,
        owner: this.#host.accountId,
        tags: new Map(Object.entries(readTags(properties['Tags']))),
      },
      draft,
    );
    return name;
  }

  /**
   * Updates a declared document as a stack update with UpdateMethod NewVersion does: creates a new version and makes it
   * the default. Unchanged properties create no version.
   */
  updateDocument(properties: ResourceProperties, oldProperties: ResourceProperties): void {
    const name = readText(properties, 'Name');
    const document = this.#documents.get(name);
    this.#versionDocument(document, properties, oldProperties);
    for (const key of Object.keys(readTags(oldProperties['Tags']))) document.tags.delete(key);
    for (const [key, value] of Object.entries(readTags(properties['Tags']))) document.tags.set(key, value);
  }

  #versionDocument(
    document: Document,
    properties: ResourceProperties,
    oldProperties: ResourceProperties,
  ): void {
    if (versionedProperties.every((key) => isDeepStrictEqual(properties[key], oldProperties[key]))) return;
    try {
      this.#documents.update(document, readDraft(properties));
    } catch (error) {
      const isDuplicate = error instanceof ServiceError && error.code === 'DuplicateDocumentContent';
      if (!isDuplicate || !this.#acceptsDuplicateContent) throw error;
    }
    document.defaultVersion = document.versions.length;
  }

  /** Deletes a declared document with all its versions, if it exists. */
  removeDocument(name: string): void {
    this.#documents.delete(name);
  }

  /** The documents of the account and of AWS, in the order of creation. */
  get documents(): readonly Document[] {
    return this.#documents.all();
  }

  /** The executions of runbooks in the last 30 days, newest first. */
  get executions(): readonly AutomationExecution[] {
    return this.#executions.newestFirst();
  }

  /** The runbook of a name and version. @throws ServiceError with the codes of StartAutomationExecution. */
  runbook(name: string, version: string | undefined): Runbook {
    return findRunbook(this.#documents, { DocumentName: name, DocumentVersion: version }).runbook;
  }

  /** The parameters of the account and of AWS, by name. */
  get parameters(): readonly Parameter[] {
    return this.#parameters.all();
  }

  hasDocument(name: string): boolean {
    return this.#documents.find(name) !== undefined;
  }

  hasParameter(name: string): boolean {
    return this.#parameters.find(name) !== undefined;
  }

  /** Creates an `AWS::SSM::Parameter` from resolved properties. Returns its name. */
  declareParameter(properties: ResourceProperties): string {
    return this.#putParameter(properties, false);
  }

  /** Adds a version to a declared parameter, and changes its tags. */
  updateParameter(properties: ResourceProperties, oldProperties: ResourceProperties): void {
    const { tags } = this.#parameters.get(this.#putParameter(properties, true));
    const kept = isRecord(properties['Tags']) ? properties['Tags'] : {};
    const old = isRecord(oldProperties['Tags']) ? oldProperties['Tags'] : {};
    for (const key of Object.keys(old)) if (!(key in kept)) tags.delete(key);
  }

  /** Deletes a declared parameter, if it exists. */
  removeParameter(name: string): void {
    if (this.#parameters.find(name) !== undefined) this.#parameters.delete(name);
  }

  /** The latest value of a String or StringList, as CloudFormation reads it, or undefined. */
  parameterValue(name: string): string | undefined {
    return this.#parameters.find(name)?.version.value;
  }

  #putParameter(properties: ResourceProperties, overwrite: boolean): string {
    const name = readText(properties, 'Name');
    const type = readText(properties, 'Type');
    if (type === 'SecureString')
      throw new TypeError('Type: received SecureString; allowed are String, StringList');
    const { Tags: tags, ...others } = properties;
    checkByModel('ssm', 'PutParameter', others);
    const draft = {
      ...{ name, type, value: readText(properties, 'Value') },
      description: readOptional(properties, 'Description'),
      tier: readOptional(properties, 'Tier'),
      dataType: readOptional(properties, 'DataType'),
      allowedPattern: readOptional(properties, 'AllowedPattern'),
      policies: readOptional(properties, 'Policies'),
      tags: isRecord(tags) ? readTagRecord(tags) : {},
    };
    this.#parameters.put(draft, { overwrite, by: 'cloudformation.amazonaws.com' });
    return name;
  }
}
