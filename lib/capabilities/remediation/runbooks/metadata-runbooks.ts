import type { RunbookGrants } from '../runbook-grants.ts';
import type { RunbookDefinition } from '../runbook-resource.ts';

/** The tag that notes what the instance metadata service accepted before a runbook changed that. The runbooks name it too. */
const recordTag = 'muster:imds-tokens-before';

/** The runbooks that require IMDSv2 of an instance, and let it accept IMDSv1 again. */
export function metadataRunbooks(grants: RunbookGrants) {
  const modify = 'ec2:ModifyInstanceMetadataOptions';
  return {
    RequireImdsv2: {
      file: 'require-imdsv2.yaml',
      purpose: 'Lets a runbook require IMDSv2 on an instance.',
      defaults: {},
      grants: [
        grants.look('ec2:DescribeInstances'),
        grants.tag('CreateTags', recordTag),
        grants.change([modify], { StringEquals: { 'ec2:Attribute/HttpTokens': 'required' } }),
      ],
    },
    RestoreImdsv1: {
      file: 'restore-imdsv1.yaml',
      purpose: 'Lets a runbook have an instance accept IMDSv1 again.',
      defaults: {},
      grants: [
        grants.look('ec2:DescribeInstances', 'ec2:DescribeTags'),
        grants.change([modify], { StringEquals: { [`aws:ResourceTag/${recordTag}`]: 'optional' } }),
        grants.tag('DeleteTags', recordTag),
      ],
    },
  } satisfies Record<string, RunbookDefinition>;
}
