import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { Settings } from '../../configuration/settings.ts';
import { type Singleton, Singletons } from '../../constructs/singletons.ts';
import type { CapabilityProps } from '../capability.ts';
import { hasNeeds } from '../onboarding/agents/agent-secrets.ts';
import type { AccessSettings } from './access-schema.ts';
import { DefaultHostManagement } from './default-host-management.ts';
import { serviceSetting } from './service-setting.ts';
import { TagProtection } from './tag-protection.ts';
import { targetTagKeys } from './target-tags.ts';

/** Default Host Management, the block of public documents, and the protection of the tags that choose targets. */
export class AccessStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<AccessSettings>) {
    super(scope, id, props);
    const { parameterPath } = settings.names;
    const { protectedTags } = own;
    this.#keepSettings(own, settings);
    new TagProtection(this, 'TagProtection', {
      ...{ ...protectedTags, parameterPath, keys: targetTagKeys(settings, protectedTags.keys) },
    });
  }

  /** The settings of Systems Manager that the account and region has only once. */
  #keepSettings({ defaultHostManagement, blockPublicDocuments }: AccessSettings, settings: Settings): void {
    const { parameterPath } = settings.names;
    const management =
      defaultHostManagement === undefined
        ? undefined
        : new DefaultHostManagement(this, 'DefaultHostManagement', {
            ...{ role: defaultHostManagement.role, replaces: defaultHostManagement.replaces, parameterPath },
            needsAgentPolicy: hasNeeds(settings.agents),
          }).singleton;
    const wanted = [
      ...(management === undefined ? [] : [management]),
      ...(blockPublicDocuments ? [this.#blockPublicDocuments(parameterPath)] : []),
    ];
    if (wanted.length === 0) return;
    const logRetentionDays = settings.retention.logDays;
    const singletons = new Singletons(this, 'Singletons', { singletons: wanted, logRetentionDays });
    if (management === undefined) return;
    new StringParameter(this, 'DefaultHostManagementRole', {
      parameterName: `${parameterPath}/access/default-host-management-role`,
      description: 'The role of Default Host Management that is in force. It may be that of somebody else.',
      stringValue: singletons.valueInForce(management.id),
    });
  }

  #blockPublicDocuments(parameterPath: string): Singleton {
    return serviceSetting(this, {
      id: 'PublicDocuments',
      title: 'Public sharing of documents',
      settingId: '/ssm/documents/console/public-sharing-permission',
      value: 'Disable',
      recordName: `${parameterPath}/access/found/public-documents`,
      isOwn: false,
      onForeign: 'replace',
    });
  }
}
