import { dnsSuffix, type Host } from '../../core/host.ts';
import { type Authorization, ServiceError } from '../../core/service.ts';

/** The KMS operations that a service performs on behalf of its caller. */
export type KeyUse = 'Encrypt' | 'Decrypt' | 'GenerateDataKey';

/** The alias of the AWS managed key of Systems Manager. Callers who may use the service may use the key. */
export const systemsManagerAlias = 'alias/aws/ssm';

/**
 * The keys of the account and region, and the permissions to use them. There is no KMS API here. Other services use
 * keys on behalf of their callers, and nothing is really encrypted.
 */
export class KmsKeys {
  readonly #host: Host;
  readonly #isUsable = new Map<string, boolean>();
  readonly #aliases = new Map<string, string>();

  constructor(host: Host) {
    this.#host = host;
    this.declareAlias(systemsManagerAlias, this.declareKey());
  }

  /** Adds a key and returns its id. */
  declareKey(): string {
    const keyId = this.#host.random('kms.key-id').uuid();
    this.#isUsable.set(this.arn(keyId), true);
    return keyId;
  }

  /** Adds an alias (`alias/...`) for a key, which is given by id or ARN. */
  declareAlias(alias: string, key: string): void {
    this.#aliases.set(alias, key.startsWith('arn:') ? key : this.arn(key));
  }

  hasAlias(alias: string): boolean {
    return this.#aliases.has(alias);
  }

  /** The ARN of the key of every alias, by alias. */
  get aliases(): ReadonlyMap<string, string> {
    return this.#aliases;
  }

  removeAlias(alias: string): void {
    this.#aliases.delete(alias);
  }

  /** Schedules the deletion of a key. From now on it is unusable. */
  removeKey(keyId: string): void {
    this.#isUsable.set(this.arn(keyId), false);
  }

  /** The ARN of a key, by its id. */
  arn(keyId: string): string {
    const { partition, region, accountId } = this.#host;
    return `arn:${partition}:kms:${region}:${accountId}:key/${keyId}`;
  }

  /** The ARN of a key by its id, ARN, alias or alias ARN, or undefined. */
  find(reference: string): string | undefined {
    const name = reference.replace(/^arn:[^/]*:(?=alias\/)/, '');
    const arn = name.startsWith('alias/') ? this.#aliases.get(name) : name;
    if (arn === undefined) return undefined;
    const keyArn = arn.startsWith('arn:') ? arn : this.arn(arn);
    return this.#isUsable.has(keyArn) ? keyArn : undefined;
  }

  /** @throws ServiceError InvalidKeyId when the key does not exist or is pending deletion. */
  requireUsable(keyArn: string): void {
    if (this.#isUsable.get(keyArn) === true) return;
    const [reason, code] = this.#isUsable.has(keyArn)
      ? [`${keyArn} is pending deletion.`, 'KMSInvalidStateException']
      : [`Key '${keyArn}' does not exist`, 'NotFoundException'];
    throw new ServiceError(
      'InvalidKeyId',
      `${reason} (Service: AWSKMS; Status Code: 400; Error Code: ${code})`,
    );
  }

  /** The authorization for a service to use a key on behalf of its caller, with its condition keys. */
  use(
    keyArn: string,
    use: KeyUse,
    { service, context }: { service: string; context: Readonly<Record<string, string>> },
  ): Authorization {
    const { partition, region, accountId } = this.#host;
    const ofContext = Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]);
    const conditions = {
      'kms:ViaService': `${service}.${region}.${dnsSuffix(partition)}`,
      'kms:CallerAccount': accountId,
      'kms:EncryptionContextKeys': Object.keys(context),
      ...Object.fromEntries(ofContext),
    };
    return { action: `kms:${use}`, resource: keyArn, conditions };
  }

  /** The default key policy, which delegates to the account's own policies. */
  defaultPolicy(): object {
    const AWS = `arn:${this.#host.partition}:iam::${this.#host.accountId}:root`;
    const Statement = { Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' };
    return { Version: '2012-10-17', Statement: [Statement] };
  }

  /**
   * The policy of the AWS managed key of Systems Manager: every caller of the account may use it through the service.
   */
  systemsManagerPolicy(): { readonly keyArn: string; readonly document: object } {
    const { partition, region, accountId } = this.#host;
    const Statement = {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      Resource: '*',
      Condition: {
        StringEquals: {
          'kms:ViaService': `ssm.${region}.${dnsSuffix(partition)}`,
          'kms:CallerAccount': accountId,
        },
      },
    };
    const keyArn = this.#aliases.get(systemsManagerAlias) ?? '';
    return { keyArn, document: { Version: '2012-10-17', Statement: [Statement] } };
  }
}
