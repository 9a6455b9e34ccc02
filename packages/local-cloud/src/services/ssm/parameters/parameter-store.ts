import type { Host, ServiceEvent } from '../../../core/host.ts';
import { tagConditions } from '../../../core/iam/tag-conditions.ts';
import { type Authorization, ServiceError } from '../../../core/service.ts';
import { images } from '../../ec2/images.ts';
import { type KeyUse, type KmsKeys, systemsManagerAlias } from '../../kms/keys.ts';
import { latestOf, type Parameter, type ParameterDraft, type ParameterVersion } from './parameter.ts';
import { checkName, checkValue, readDataType, readTier, readType } from './parameter-checks.ts';
import { isBelow } from './parameter-filters.ts';
import { dueAtMs, readPolicies } from './stored-policies.ts';

/** The number of versions that are kept. */
const versionsMax = 100;

/** A parameter, one of its versions, and the selector (`:3`, `:live`) that selected it. */
export interface FoundVersion {
  /** The name that was asked for: `/p` finds `p`, and an ARN finds the name at which the parameter was created. */
  readonly name: string;
  readonly parameter: Parameter;
  readonly version: ParameterVersion;
  readonly selector: string | undefined;
}

/** Parameter Store: the parameters of the account, and AWS's public image parameters. */
export class ParameterStore {
  readonly #host: Host;
  readonly #keys: KmsKeys;
  readonly #emit: (event: ServiceEvent) => void;
  /** By the names that `identityOf` makes. */
  readonly #byName = new Map<string, Parameter>();

  constructor(host: Host, keys: KmsKeys, emit: (event: ServiceEvent) => void) {
    this.#host = host;
    this.#keys = keys;
    this.#emit = emit;
    for (const { publicParameter: name, imageId: value } of images) {
      if (name === undefined) continue;
      const draft = { name, value, type: 'String' };
      const version = this.#makeVersion(draft, undefined, 'Amazon');
      this.#byName.set(name, { name, type: 'String', versions: [version], tags: new Map(), policies: [] });
    }
  }

  /**
   * Creates a parameter or, with `overwrite`, adds a version. Returns the new version. The oldest version is deleted if
   * there are too many. `by` is shown as the user who made the change.
   */
  put(draft: ParameterDraft, { overwrite, by }: { overwrite: boolean; by: string }): ParameterVersion {
    const { name } = draft;
    checkName(name, this.#host);
    const earlier = this.#byName.get(identityOf(name));
    if (earlier !== undefined && !overwrite)
      throw new ServiceError(
        'ParameterAlreadyExists',
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
      );
    const type = readType(draft, earlier);
    const version = this.#makeVersion(draft, earlier, by);
    const kept = dropOldest(earlier, version.number);
    const tags = new Map([...(earlier?.tags ?? []), ...Object.entries(draft.tags ?? {})]);
    const policies = readPolicies(draft.policies, version.tier) ?? earlier?.policies ?? [];
    const parameter: Parameter = {
      ...{ name: earlier?.name ?? name, type, versions: [...kept, version] as const, tags, policies },
    };
    this.#byName.set(identityOf(name), parameter);
    this.#watch(parameter, version.modifiedMs);
    const shown = type === 'SecureString' ? '***' : draft.value;
    this.#host.trace('ssm.parameter', { name, type, version: version.number, value: shown });
    this.#changed(earlier === undefined ? 'Create' : 'Update', parameter);
    return version;
  }

  /** Deletes a parameter. Throws ParameterNotFound when there is none. */
  delete(name: string): void {
    const parameter = this.get(name);
    this.#byName.delete(identityOf(name));
    this.#changed('Delete', parameter);
  }

  /** A parameter by its plain name. Throws ParameterNotFound when there is none. */
  get(name: string): Parameter {
    const parameter = this.#byName.get(identityOf(name));
    if (parameter === undefined) throw new ServiceError('ParameterNotFound', '');
    return parameter;
  }

  /** Every parameter, including AWS's own, sorted by name. */
  all(): readonly Parameter[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** The parameters below a path, sorted by name. */
  below(path: string, isRecursive: boolean): readonly Parameter[] {
    return this.all().filter(({ name }) => isBelow(name, path, isRecursive));
  }

  /** A version by name, ARN, `name:version` or `name:label`, or undefined. */
  find(reference: string): FoundVersion | undefined {
    if (this.#isElsewhere(reference)) return undefined;
    const { base, selector } = splitReference(reference);
    const parameter = this.#byName.get(identityOf(base));
    if (parameter === undefined) return undefined;
    const wanted = selector?.slice(1);
    const version =
      wanted === undefined
        ? latestOf(parameter)
        : parameter.versions.find(({ number, labels }) => String(number) === wanted || labels.has(wanted));
    if (version === undefined) return undefined;
    return { name: isArn(reference) ? parameter.name : base, parameter, version, selector };
  }

  /** As `find`. Throws ParameterNotFound, or ParameterVersionNotFound if only the version is missing. */
  require(reference: string): FoundVersion {
    const found = this.find(reference);
    if (found !== undefined) return found;
    const { base, selector = '' } = splitReference(reference);
    this.get(this.#isElsewhere(reference) ? '' : base);
    throw new ServiceError(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${selector.slice(1)} of ${base}. Verify the version and try again.`,
    );
  }

  /** Sends the event of a changed label. */
  labelled(parameter: Parameter): void {
    this.#changed('LabelParameterVersion', parameter);
  }

  /** The ARN for authorization. AWS's public parameters have an empty account. */
  arn(reference: string): string {
    const { partition, region, accountId } = this.#host;
    const { base } = splitReference(reference);
    if (isArn(reference))
      return reference.slice(0, reference.indexOf(':parameter') + ':parameter'.length) + base;
    const owner = base.startsWith('/aws/service/') ? '' : accountId;
    return `arn:${partition}:ssm:${region}:${owner}:parameter/${base.replace(/^\//, '')}`;
  }

  /** The tags of a parameter as condition keys. Empty if the parameter does not exist. */
  tagConditions(name: string): Record<string, string> {
    return tagConditions(Object.fromEntries(this.#byName.get(identityOf(name))?.tags ?? []), [
      'aws:ResourceTag',
    ]);
  }

  /** The KMS authorizations for writing this draft as a SecureString. Empty if the draft will be refused anyway. */
  encryption(draft: ParameterDraft): Authorization[] {
    const earlier = this.#byName.get(identityOf(draft.name));
    if ((draft.type ?? earlier?.type) !== 'SecureString') return [];
    const keyArn = this.#keys.find(draft.keyId ?? systemsManagerAlias);
    if (keyArn === undefined) return [];
    const isAdvanced =
      draft.tier === 'Advanced' || (earlier !== undefined && latestOf(earlier).tier === 'Advanced');
    const uses: KeyUse[] = isAdvanced ? ['Encrypt', 'GenerateDataKey'] : ['Encrypt'];
    return uses.map((use) => this.#use(keyArn, use, draft.name));
  }

  /** The KMS authorizations for reading these versions in clear text. */
  decryption(name: string, versions: readonly ParameterVersion[]): Authorization[] {
    return versions.flatMap(({ keyArn }) =>
      keyArn === undefined ? [] : [this.#use(keyArn, 'Decrypt', name)],
    );
  }

  /** The KMS authorizations for reading these references in clear text. Missing parameters need none. */
  decryptionOf(references: readonly string[], isDecrypted = false): Authorization[] {
    if (!isDecrypted) return [];
    return references
      .flatMap((reference) => this.find(reference) ?? [])
      .flatMap(({ parameter, version }) => this.decryption(parameter.name, [version]));
  }

  /** The value for a reader. A SecureString is cipher text unless it is decrypted. */
  reveal({ value, cipherText, keyArn }: ParameterVersion, isDecrypted: boolean): string {
    if (keyArn === undefined) return value;
    if (!isDecrypted) return cipherText ?? '';
    this.#keys.requireUsable(keyArn);
    return value;
  }

  /** Whether it is the ARN of a parameter of another region or account. Those of AWS have no account. */
  #isElsewhere(reference: string): boolean {
    if (!isArn(reference)) return false;
    const { partition, region, accountId } = this.#host;
    const account = reference.split(':')[4] ?? '';
    return !reference.startsWith(`arn:${partition}:ssm:${region}:`) || !['', accountId].includes(account);
  }

  #use(keyArn: string, use: KeyUse, name: string): Authorization {
    return this.#keys.use(keyArn, use, { service: 'ssm', context: { PARAMETER_ARN: this.arn(name) } });
  }

  #makeVersion(draft: ParameterDraft, earlier: Parameter | undefined, by: string): ParameterVersion {
    const type = readType(draft, earlier);
    const before = earlier === undefined ? undefined : latestOf(earlier);
    const tier = readTier(draft, before?.tier);
    const allowedPattern = draft.allowedPattern ?? before?.allowedPattern;
    checkValue(draft, allowedPattern);
    return {
      number: (before?.number ?? 0) + 1,
      value: draft.value,
      ...(type === 'SecureString' ? this.#encrypt(draft) : plain),
      tier,
      dataType: readDataType(draft, type),
      description: draft.description ?? before?.description ?? '',
      allowedPattern,
      modifiedMs: this.#host.timeline.nowMs,
      modifiedBy: by,
      labels: new Set(),
    };
  }

  /**
   * Encrypts a value. A request without a key uses the key of Systems Manager, even if the earlier version used
   * another.
   */
  #encrypt({ keyId = systemsManagerAlias }: ParameterDraft) {
    const keyArn = this.#keys.find(keyId) ?? this.#keys.arn(keyId);
    this.#keys.requireUsable(keyArn);
    const noise = this.#host.random('ssm.cipher-text').hex(96);
    return { keyId, keyArn, cipherText: `AQICAH${Buffer.from(noise, 'hex').toString('base64')}` };
  }

  /** Has every policy act when it is due, unless the parameter is changed or deleted before. */
  #watch(parameter: Parameter, changedMs: number): void {
    for (const policy of parameter.policies) {
      const atMs = dueAtMs(policy, parameter.policies, changedMs);
      if (atMs === undefined) continue;
      this.#host.timeline.at(Math.max(atMs, this.#host.timeline.nowMs), () => {
        if (this.#byName.get(identityOf(parameter.name)) !== parameter) return;
        if (policy.type === 'Expiration') this.#byName.delete(identityOf(parameter.name));
        this.#emit({
          source: 'aws.ssm',
          detailType: 'Parameter Store Policy Action',
          resources: [this.arn(parameter.name)],
          detail: {
            'policy-type': policy.type,
            'parameter-name': parameter.name,
            'parameter-type': parameter.type,
            'policy-content': policy.text,
            'action-status': 'Success',
          },
        });
      });
    }
  }

  #changed(operation: string, parameter: Parameter): void {
    const { name, type } = parameter;
    this.#emit({
      source: 'aws.ssm',
      detailType: 'Parameter Store Change',
      resources: [this.arn(name)],
      detail: { operation, name, type, description: latestOf(parameter).description },
    });
  }
}

const plain = { keyId: undefined, keyArn: undefined, cipherText: undefined };

/** At the root a parameter has two names, `p` and `/p`, and one ARN. */
function identityOf(name: string): string {
  return /^\/[^/]*$/.test(name) ? name.slice(1) : name;
}

function isArn(reference: string): boolean {
  return reference.startsWith('arn:');
}

/** Splits `/a/b:3` or `/a/b:live`, or an ARN with a selector. The selector keeps its colon, as responses show it. */
function splitReference(reference: string): { base: string; selector: string | undefined } {
  const name = reference.replace(/^arn:[^/]*:parameter(?=\/)/, '');
  const colon = name.indexOf(':');
  return colon === -1
    ? { base: name, selector: undefined }
    : { base: name.slice(0, colon), selector: name.slice(colon) };
}

/**
 * The versions that stay in addition to a new one. @throws ServiceError when the oldest must be deleted and has a
 * label.
 */
function dropOldest(earlier: Parameter | undefined, newNumber: number): readonly ParameterVersion[] {
  const versions = earlier?.versions ?? [];
  const [oldest, ...others] = versions;
  if (oldest === undefined || versions.length < versionsMax) return versions;
  if (oldest.labels.size === 0) return others;
  throw new ServiceError(
    'ParameterMaxVersionLimitExceeded',
    `You attempted to create a new version of ${earlier?.name} (${newNumber}) by calling the PutParameter API with the overwrite flag. Version ${oldest.number}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
  );
}
