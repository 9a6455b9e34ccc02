import type * as Sdk from '@aws-sdk/client-ssm';
import type { Host } from '../../core/host.ts';
import { type Authorization, NotEmulatedError, type Operation, ServiceError } from '../../core/service.ts';
import { Validation } from './validation.ts';

/** The role of Default Host Management: it has no instance profile's place, and serves instances without one. */
const defaultHostManagementSetting = '/ssm/managed-instance/default-ec2-instance-management-role';
/** What the setting says while Default Host Management is off (Systems Manager user guide). */
const noRole = '$None';

/** The kinds of settings that Systems Manager has besides; their values are not emulated (API reference). */
const otherSettings =
  /^\/ssm\/(appmanager|automation|documents|managed-instance|opsinsights|parameter-store)\//;

interface Setting {
  readonly value: string;
  readonly modifiedMs: number;
  readonly modifiedBy: string;
}

/** Account-level settings of Systems Manager in the region: the role of Default Host Management. */
export class ServiceSettings {
  readonly #host: Host;
  readonly #customized = new Map<string, Setting>();
  readonly #createdMs: number;

  constructor(host: Host) {
    this.#host = host;
    this.#createdMs = host.timeline.nowMs;
  }

  /** Sets the setting of an `AWS::SSM::ServiceSetting`. Gives its id, which is what `Ref` gives. */
  declare(properties: Readonly<Record<string, unknown>>): string {
    const id = settingId(String(properties['SettingId'] ?? ''));
    this.update(id, String(properties['SettingValue'] ?? ''), 'cloudformation.amazonaws.com');
    return id;
  }

  /** A setting as it is, its default when nobody has changed it. */
  get(reference: string): Sdk.ServiceSetting {
    const id = settingId(reference);
    const custom = this.#customized.get(id);
    return {
      SettingId: id,
      SettingValue: custom?.value ?? noRole,
      LastModifiedDate: new Date(custom?.modifiedMs ?? this.#createdMs),
      LastModifiedUser: custom?.modifiedBy ?? 'System',
      ARN: this.arn(reference),
      Status: custom === undefined ? 'Default' : 'Customized',
    };
  }

  /** Changes a setting. The value is the name of a role, with its path and no slash before it. */
  update(reference: string, value: string, modifiedBy: string): void {
    new Validation().length(value, 'settingValue', [1, 4096]).done();
    if (!/^[\w+=,.@-]+(\/[\w+=,.@-]+)*$/.test(value))
      throw new ServiceError(
        'ValidationException',
        `Value '${value}' at 'settingValue': a role name is required`,
      );
    this.#customized.set(settingId(reference), { value, modifiedMs: this.#host.timeline.nowMs, modifiedBy });
  }

  /** Puts a setting back to its default, and gives it. */
  reset(reference: string): Sdk.ServiceSetting {
    this.#customized.delete(settingId(reference));
    return this.get(reference);
  }

  /** The ARN of a setting, from its ARN or its id. */
  arn(reference: string): string {
    const { partition, region, accountId } = this.#host;
    return reference.startsWith('arn:')
      ? reference
      : `arn:${partition}:ssm:${region}:${accountId}:servicesetting${reference}`;
  }

  /** The ARN of the role that a value of the setting names. */
  roleArn(value: string): string {
    return `arn:${this.#host.partition}:iam::${this.#host.accountId}:role/${value}`;
  }
}

/** The operations on service settings. */
export function serviceSettingOperations(settings: ServiceSettings) {
  const on = (action: string, { SettingId: id = '' }: { SettingId: string | undefined }): Authorization => ({
    action,
    resource: settings.arn(id),
  });
  const get: Operation<Sdk.GetServiceSettingRequest, Sdk.GetServiceSettingResult> = {
    authorize: (input) => [on('ssm:GetServiceSetting', input)],
    run: ({ SettingId: id = '' }) => ({ ServiceSetting: settings.get(id) }),
  };
  const update: Operation<Sdk.UpdateServiceSettingRequest, Sdk.UpdateServiceSettingResult> = {
    authorize: (input) => [
      on('ssm:UpdateServiceSetting', input),
      {
        action: 'iam:PassRole',
        resource: settings.roleArn(input.SettingValue ?? ''),
        conditions: { 'iam:PassedToService': 'ssm.amazonaws.com' },
      },
    ],
    run({ SettingId: id = '', SettingValue: value = '' }, { principal }) {
      settings.update(id, value, principal.kind === 'role' ? principal.roleArn : principal.kind);
      return {};
    },
  };
  const reset: Operation<Sdk.ResetServiceSettingRequest, Sdk.ResetServiceSettingResult> = {
    authorize: (input) => [on('ssm:ResetServiceSetting', input)],
    run: ({ SettingId: id = '' }) => ({ ServiceSetting: settings.reset(id) }),
  };
  return {
    GetServiceSetting: get,
    UpdateServiceSetting: update,
    ResetServiceSetting: reset,
  } satisfies Record<string, Operation>;
}

/** The id in a reference, which may be an ARN. */
function settingId(reference: string): string {
  new Validation().length(reference, 'settingId', [1, 1000]).done();
  const id = reference.replace(/^arn:.*:servicesetting(?=\/)/, '');
  if (id === defaultHostManagementSetting) return id;
  if (otherSettings.test(id)) throw new NotEmulatedError(`the service setting ${id}`);
  throw new ServiceError('ServiceSettingNotFound', `Setting ${reference} does not exist.`);
}
