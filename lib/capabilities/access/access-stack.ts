import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import { hasNeeds } from '../onboarding/agents/agent-secrets.ts';
import type { AccessSettings } from './access-schema.ts';
import { DefaultHostManagement } from './default-host-management.ts';
import { TagProtection } from './tag-protection.ts';
import { targetTagKeys } from './target-tags.ts';

/** Default Host Management, and the protection of the tags that choose targets. */
export class AccessStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<AccessSettings>) {
    super(scope, id, props);
    const { parameterPath } = settings.names;
    const { defaultHostManagement, protectedTags } = own;
    if (defaultHostManagement !== undefined)
      new DefaultHostManagement(this, 'DefaultHostManagement', {
        ...{ role: defaultHostManagement.role, parameterPath },
        needsAgentPolicy: hasNeeds(settings.agents),
      });
    new TagProtection(this, 'TagProtection', {
      ...{ ...protectedTags, parameterPath, keys: targetTagKeys(settings, protectedTags.keys) },
    });
  }
}
