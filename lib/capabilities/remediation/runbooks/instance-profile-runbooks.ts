import type { RunbookGrants } from '../runbook-grants.ts';
import type { RunbookGround } from '../runbook-ground.ts';
import type { RunbookDefinition } from '../runbook-resource.ts';

/** The tag that notes the instance profile that a runbook attached. The runbooks name it too. */
const recordTag = 'muster:attached-profile';

/** The runbooks that give an instance Muster's instance profile, and take it away. */
export function instanceProfileRunbooks(grants: RunbookGrants, ground: RunbookGround) {
  const { profileArn, profileName, roleName } = ground;
  return {
    AttachInstanceProfile: {
      file: 'attach-instance-profile.yaml',
      purpose: 'Lets a runbook give an instance without an instance profile the one of Muster.',
      defaults: { InstanceProfileArn: profileArn, InstanceProfileName: profileName },
      grants: [
        grants.look(
          'ec2:DescribeIamInstanceProfileAssociations',
          'ec2:DescribeInstances',
          'ssm:DescribeInstanceInformation',
        ),
        { actions: ['iam:GetInstanceProfile'], resources: [profileArn] },
        ...grants.handOver(roleName),
        grants.tag('CreateTags', recordTag),
        grants.change(['ec2:AssociateIamInstanceProfile'], {
          ArnEquals: { 'ec2:NewInstanceProfile': profileArn },
        }),
      ],
    },
    DetachInstanceProfile: {
      file: 'detach-instance-profile.yaml',
      purpose: 'Lets a runbook take away the instance profile that Muster has attached.',
      defaults: {},
      grants: [
        grants.look('ec2:DescribeIamInstanceProfileAssociations', 'ec2:DescribeTags'),
        grants.change(['ec2:DisassociateIamInstanceProfile'], {
          StringEquals: { [`aws:ResourceTag/${recordTag}`]: profileArn },
        }),
        grants.tag('DeleteTags', recordTag),
      ],
    },
  } satisfies Record<string, RunbookDefinition>;
}
