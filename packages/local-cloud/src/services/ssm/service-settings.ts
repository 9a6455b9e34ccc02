import type * as Sdk from '@aws-sdk/client-ssm';
import type { Host } from '../../core/host.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import { checkByModel } from '../../core/wire/check-by-model.ts';

/** The setting for the role of Default Host Management, which serves instances without an instance profile. */
const defaultHostManagementSetting = '/ssm/managed-instance/default-ec2-instance-management-role';
/** The setting for the tier of machines outside EC2. */
export const activationTierSetting = '/ssm/managed-instance/activation-tier';
/** The values at first. `$None`: Default Host Management is off (Systems Manager user guide). */
const defaults: ReadonlyMap<string, string> = new Map([
  [defaultHostManagementSetting, '$None'],
  [activationTierSetting, 'standard'],
]);

/** The other settings of Systems Manager, whose values are not emulated (API reference). */
const otherSettings =
  /^\/ssm\/(appmanager|automation|documents|managed-instance|opsinsights|parameter-store)\//;

interface Setting {
  readonly value: string;
  readonly modifiedMs: number;
  readonly modifiedBy: string;
}

/** Account-level settings of Systems Manager in the region: the role of Default Host Management, and the tier. */
export class ServiceSettings {
  readonly #host: Host;
  readonly #customized = new Map<string, Setting>();
  readonly #createdMs: number;

  constructor(host: Host) {
    this.#host = host;
    this.#createdMs = host.timeline.nowMs;
  }

  /** Applies an `AWS::SSM::ServiceSetting`. Returns its id, which is its `Ref`. */
  declare(properties: Readonly<Record<string, unknown>>): string {
    const { SettingId, SettingValue } = properties;
    checkByModel('ssm', 'UpdateServiceSetting', { SettingId, SettingValue });
    const id = settingId(String(SettingId));
    this.update(id, String(SettingValue), 'cloudformation.amazonaws.com');
    return id;
  }

  /** The current value of a setting, or its default. */
  get(reference: string): Sdk.ServiceSetting {
    const id = settingId(reference);
    const custom = this.#customized.get(id);
    return {
      SettingId: id,
      SettingValue: custom?.value ?? defaults.get(id),
      LastModifiedDate: new Date(custom?.modifiedMs ?? this.#createdMs),
      LastModifiedUser: custom?.modifiedBy ?? 'System',
      ARN: this.arn(reference),
      Status: custom === undefined ? 'Default' : 'Customized',
    };
  }

  /** Changes a setting. A role is given by its name with its path, without a leading slash. */
  update(reference: string, value: string, modifiedBy: string): void {
    if (settingId(reference) === activationTierSetting) {
      if (value !== 'standard' && value !== 'advanced')
        throw new ServiceError(
          'ValidationException',
          `Value '${value}' at 'settingValue': allowed are standard and advanced`,
        );
    } else if (!/^[\w+=,.@-]+(\/[\w+=,.@-]+)*$/.test(value))
      throw new ServiceError(
        'ValidationException',
        `Value '${value}' at 'settingValue': a role name is required`,
      );
    this.#customized.set(settingId(reference), { value, modifiedMs: this.#host.timeline.nowMs, modifiedBy });
  }

  /** Resets a setting to its default and returns it. */
  reset(reference: string): Sdk.ServiceSetting {
    this.#customized.delete(settingId(reference));
    return this.get(reference);
  }

  /** The ARN of a setting, which is given by ARN or id. */
  arn(reference: string): string {
    const { partition, region, accountId } = this.#host;
    return reference.startsWith('arn:')
      ? reference
      : `arn:${partition}:ssm:${region}:${accountId}:servicesetting${reference}`;
  }

  /** The ARN of the role in a value of a setting; undefined for a setting that is not of a role. */
  roleArn(reference: string, value: string): string | undefined {
    if (settingId(reference) !== defaultHostManagementSetting) return undefined;
    return `arn:${this.#host.partition}:iam::${this.#host.accountId}:role/${value}`;
  }
}

/** The id in a reference, which may be an ARN. */
function settingId(reference: string): string {
  const id = reference.replace(/^arn:.*:servicesetting(?=\/)/, '');
  if (defaults.has(id)) return id;
  if (otherSettings.test(id)) throw new NotEmulatedError(`the service setting ${id}`);
  throw new ServiceError('ServiceSettingNotFound', `Setting ${reference} does not exist.`);
}
