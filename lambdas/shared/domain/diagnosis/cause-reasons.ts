import type { ReasonTable } from '../roster/reason-form.ts';

/** Why an instance has not registered: the causes that `diagnose` finds. */
export const causeReasons = {
  NoInstanceProfile: {
    sentence: 'The instance has no instance profile, so its agent has no permission to register.',
    remedy: 'Attach the instance profile of /muster/instance-access, or turn on Default Host Management.',
    statuses: ['unmanaged'],
  },
  ProfileWithoutRole: {
    sentence: 'The instance profile has no role, or is deleted, so its agent has no permission to register.',
    remedy: 'Attach the instance profile of /muster/instance-access, or put a role into the one it has.',
    statuses: ['unmanaged'],
  },
  RoleLacksPermission: {
    sentence: 'The role of the instance does not allow what its agent needs.',
    remedy:
      'Attach the policy of /muster/instance-access to the role, and remove what denies Systems Manager.',
    statuses: ['unmanaged'],
    more: [
      'The entry names the role and the actions. Read are the attached and inline policies of the role. A permission that depends on a condition or on resources counts as given.',
      'Permissions boundaries and policies of the organisation are not read.',
    ],
  },
  DefaultHostRoleLacksPermission: {
    sentence:
      'The instance depends on Default Host Management, whose role is missing or does not allow what agents need.',
    remedy: 'Give Default Host Management a role with AmazonSSMManagedEC2InstanceDefaultPolicy.',
    statuses: ['unmanaged'],
  },
  MetadataOff: {
    sentence: 'The metadata service of the instance is off, so its agent gets no credentials.',
    remedy:
      'Turn the metadata service on (aws ec2 modify-instance-metadata-options --http-endpoint enabled).',
    statuses: ['unmanaged'],
  },
  ImdsV1Allowed: {
    sentence:
      'The instance depends on Default Host Management, which needs IMDSv2, and its metadata service still allows version 1.',
    remedy:
      'Require IMDSv2 (aws ec2 modify-instance-metadata-options --http-tokens required), and an agent of 3.2.582.0 or later.',
    statuses: ['unmanaged'],
  },
  NoRoute: {
    sentence:
      'The subnet has no way to Systems Manager: no route out, and no interface endpoints in the VPC.',
    remedy: 'Create interface endpoints of ssm and ssmmessages in the VPC, or a route to a NAT gateway.',
    statuses: ['unmanaged'],
    more: [
      'A route to a NAT, transit or virtual private gateway, a peering or an appliance counts as a way out, whether or not it leads to the endpoints. Network ACLs and endpoint policies are not read.',
    ],
  },
  NoPublicAddress: {
    sentence:
      'The only way out of the subnet is an internet gateway, and the instance has no public IPv4 address.',
    remedy:
      'Create interface endpoints of ssm and ssmmessages in the VPC, route through a NAT gateway, or give the instance a public address.',
    statuses: ['unmanaged'],
  },
  NoEndpoint: {
    sentence:
      'The VPC has endpoints of Systems Manager, but not all that an agent needs, and no other way out.',
    remedy: 'Create the interface endpoints that are missing: ssm and ssmmessages.',
    statuses: ['unmanaged'],
  },
  PrivateDnsOff: {
    sentence:
      'The endpoint of Systems Manager in the VPC has private DNS off, and there is no other way out.',
    remedy: 'Turn on private DNS for the endpoint, or let a private hosted zone lead to it.',
    statuses: ['unmanaged'],
  },
  DnsOff: {
    sentence: 'The VPC answers no DNS queries, so its instances do not find Systems Manager.',
    remedy:
      'Turn on enableDnsSupport of the VPC, unless its DHCP options name DNS servers that know the endpoints.',
    statuses: ['unmanaged'],
  },
  EgressClosed: {
    sentence: 'The security groups of the instance let no HTTPS (TCP 443) out to Systems Manager.',
    remedy: 'Add an outbound rule for TCP 443 to a security group of the instance.',
    statuses: ['unmanaged'],
  },
  EndpointClosed: {
    sentence: 'The security groups of the VPC endpoint let no HTTPS (TCP 443) in from the instance.',
    remedy: 'Add an inbound rule for TCP 443 from the instances to a security group of the endpoint.',
    statuses: ['unmanaged'],
  },
  ManagedAsHybridNode: {
    sentence: 'Systems Manager knows the instance under another id, by a hybrid activation.',
    remedy:
      'On the instance, clear that registration (amazon-ssm-agent -register -clear) and restart the agent; then deregister the node.',
    statuses: ['unmanaged'],
    more: [
      'The entry names the node. An agent that was registered by an activation (ECS Anywhere, or a server that became an image) uses that identity before the one of EC2, and takes commands under that id alone.',
      'It is certain where the node is named after the instance. Where only the address and the computer name are the same, it may be an instance of another VPC or account.',
      'On Linux the command needs root. `-clear` leaves the file `/var/lib/amazon/ssm/registration` behind, which no agent reads. An agent whose node was deregistered first is silent (`Not existing InstanceId mi-...` in its log): clear it too.',
    ],
  },
  AgentSilent: {
    sentence: 'From outside nothing looks wrong: the agent is not installed, or does not run.',
    remedy:
      'Install and start the agent of Systems Manager on the instance, or in its image; Default Host Management needs 3.2.582.0 or later.',
    statuses: ['unmanaged'],
    more: [
      'The entry names the image, and what EC2 bills its system as. Also the cause where evidence could not be read: the log then has a line `evidence missing`.',
      'A system on which the agent does not run, such as FreeBSD, ends here as well: EC2 bills it as `Linux/UNIX` like every free Linux, and what an image is called proves nothing.',
      'It is told for certain only by an agent that registers (then the entry is `excluded`, as `UnsupportedPlatform`) or by the installer (`UnsupportedSystem`).',
      'That macOS runs on an instance can be told from its type, but the agent runs there. So look at the image, and exclude the instances by tag.',
    ],
  },
} as const satisfies ReasonTable;
