import type { RunbookGrants } from '../runbook-grants.ts';
import type { RunbookGround } from '../runbook-ground.ts';
import type { RunbookDefinition } from '../runbook-resource.ts';

/** The runbooks that have something done on an instance: by Muster, or by a document of AWS. */
export function nodeRunbooks(grants: RunbookGrants, { launchQueueUrl }: RunbookGround) {
  return {
    OnboardInstance: {
      file: 'onboard-instance.yaml',
      purpose: 'Lets a runbook put an instance into the launch queue of Muster.',
      defaults: { LaunchQueueUrl: launchQueueUrl },
      grants: [grants.look('ec2:DescribeInstances'), grants.put(launchQueueUrl)],
    },
    PatchInstance: {
      file: 'patch-instance.yaml',
      purpose: 'Lets a runbook patch an instance.',
      defaults: {},
      grants: [
        grants.look('ec2:DescribeTags', 'ssm:DescribeInstanceInformation'),
        ...grants.send('AWS-RunPatchBaseline'),
      ],
    },
    UpdateSsmAgent: {
      file: 'update-ssm-agent.yaml',
      purpose: 'Lets a runbook update the SSM agent of an instance.',
      defaults: {},
      grants: [grants.look('ssm:DescribeInstanceInformation'), ...grants.send('AWS-UpdateSSMAgent')],
    },
    RestartSsmAgent: {
      file: 'restart-ssm-agent.yaml',
      purpose: 'Lets a runbook restart the SSM agent of an instance.',
      defaults: {},
      grants: [
        grants.look('ssm:DescribeInstanceInformation'),
        ...grants.send('AWS-RunShellScript', 'AWS-RunPowerShellScript'),
      ],
    },
  } satisfies Record<string, RunbookDefinition>;
}
