import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Permission } from '../../constructs/muster-function.ts';
import type { Singleton } from '../../constructs/singletons.ts';

/** A setting of Systems Manager, and what the configuration wants of it. */
export interface ServiceSettingProps {
  readonly id: string;
  /** What people call it. */
  readonly title: string;
  /** For example `/ssm/documents/console/public-sharing-permission`. */
  readonly settingId: string;
  readonly value: string;
  /** The parameter that keeps what was there before. */
  readonly recordName: string;
  /** Whether the value is a thing of this stack, so that only this stack can have set it. */
  readonly isOwn: boolean;
  /** What to do about a value that somebody else has set. */
  readonly onForeign: 'use' | 'refuse' | 'replace';
  /** The value of somebody else that the configuration replaces by name. */
  readonly replaces?: string | undefined;
  /** What the configuration can say about a value of somebody else. */
  readonly wayOut?: string;
  /** The roles that are values of the setting. Systems Manager wants the right to pass them. */
  readonly roleArns?: string[];
}

/** The singleton of a service setting, with the rights that it needs. It works in every partition. */
export function serviceSetting(scope: Construct, props: ServiceSettingProps): Singleton {
  const { partition, region, account } = Stack.of(scope);
  const { id, settingId, recordName, roleArns = [], replaces, wayOut } = props;
  const here = `arn:${partition}:ssm:${region}:${account}`;
  const passing: Permission[] =
    roleArns.length === 0 ? [] : [{ actions: ['iam:PassRole'], resources: roleArns }];
  return {
    id,
    properties: {
      ...{ Kind: 'service-setting', Title: props.title, Name: settingId, Value: props.value },
      ...{ Record: recordName, IsOwn: String(props.isOwn), OnForeign: props.onForeign },
      ...(replaces === undefined ? {} : { Replaces: replaces }),
      ...(wayOut === undefined ? {} : { WayOut: wayOut }),
    },
    permissions: [
      {
        actions: ['ssm:GetServiceSetting', 'ssm:UpdateServiceSetting', 'ssm:ResetServiceSetting'],
        resources: [`${here}:servicesetting${settingId}`],
      },
      {
        actions: ['ssm:GetParameter', 'ssm:PutParameter', 'ssm:DeleteParameter'],
        resources: [`${here}:parameter${recordName}`],
      },
      ...passing,
    ],
  };
}
