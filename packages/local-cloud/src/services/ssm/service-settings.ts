import type * as Sdk from '@aws-sdk/client-ssm';
import type { Host } from '../../core/host.ts';
import { NotEmulatedError, ServiceError } from '../../core/service.ts';
import { checkByModel } from '../../core/wire/check-by-model.ts';

/** The setting for the role of Default Host Management, which serves instances without an instance profile. */
const defaultHostManagementSetting = '/ssm/managed-instance/default-ec2-instance-management-role';
/** The setting for the tier of machines outside EC2. */
export const activationTierSetting = '/ssm/managed-instance/activation-tier';

/** What a setting is at first, and which values it takes. */
interface SettingForm {
  readonly initial: string;
  readonly values: RegExp;
  /** What its values are, for a refusal. */
  readonly allowed: string;
}

const forms: Readonly<Record<string, SettingForm>> = {
  // `$None` means that Default Host Management is off (Systems Manager user guide). A role is given with its path, without
  // a leading slash.
  [defaultHostManagementSetting]: {
    initial: '$None',
    values: /^[\w+=,.@-]+(\/[\w+=,.@-]+)*$/,
    allowed: 'a role name is required',
  },
  [activationTierSetting]: {
    initial: 'standard',
    values: /^(standard|advanced)$/,
    allowed: 'allowed are standard and advanced',
  },
  // Whether documents may be shared publicly (API reference).
  '/ssm/documents/console/public-sharing-permission': {
    initial: 'Enable',
    values: /^(Enable|Disable)$/,
    allowed: 'Enable or Disable is required',
  },
};

/** The other settings of Systems Manager, whose values are not emulated (API reference). */
const otherSettings =
  /^\/ssm\/(appmanager|automation|documents|managed-instance|opsinsights|parameter-store)\//;

interface Setting {
  readonly value: string;
  readonly modifiedMs: number;
  readonly modifiedBy: string;
}

/** Account-level settings of Systems Manager in the region. */
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
      SettingValue: custom?.value ?? formOf(id).initial,
      LastModifiedDate: new Date(custom?.modifiedMs ?? this.#createdMs),
      LastModifiedUser: custom?.modifiedBy ?? 'System',
      ARN: this.arn(reference),
      Status: custom === undefined ? 'Default' : 'Customized',
    };
  }

  /** Changes a setting. */
  update(reference: string, value: string, modifiedBy: string): void {
    const id = settingId(reference);
    const { values, allowed } = formOf(id);
    if (!values.test(value))
      throw new ServiceError('ValidationException', `Value '${value}' at 'settingValue': ${allowed}`);
    this.#customized.set(id, { value, modifiedMs: this.#host.timeline.nowMs, modifiedBy });
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

  /** The ARN of the role in a value of a setting; undefined when its values are no roles. */
  roleArn(reference: string, value: string): string | undefined {
    if (bareId(reference) !== defaultHostManagementSetting) return undefined;
    return `arn:${this.#host.partition}:iam::${this.#host.accountId}:role/${value}`;
  }
}

function bareId(reference: string): string {
  return reference.replace(/^arn:.*:servicesetting(?=\/)/, '');
}

function formOf(id: string): SettingForm {
  const form = forms[id];
  if (form === undefined) throw new NotEmulatedError(`the service setting ${id}`);
  return form;
}

/** The id in a reference, which may be an ARN. */
function settingId(reference: string): string {
  const id = bareId(reference);
  if (Object.hasOwn(forms, id)) return id;
  if (otherSettings.test(id)) throw new NotEmulatedError(`the service setting ${id}`);
  throw new ServiceError('ServiceSettingNotFound', `Setting ${reference} does not exist.`);
}
