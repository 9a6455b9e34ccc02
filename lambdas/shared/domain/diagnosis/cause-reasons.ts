import type { ReasonTable } from '../roster/reason-form.ts';

/** Why an instance has not registered: the causes that `diagnose` finds. */
export const causeReasons = {
  NoInstanceProfile: {
    sentence: 'The instance has no instance profile, so its agent has no permission to register.',
    remedy:
      'Attach the instance profile of /muster/instance-access (with `remediation`, the runbook AttachInstanceProfile does it), or turn on Default Host Management.',
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
      'Attach the policy of /muster/instance-access to the role (with `remediation`, the runbook GrantInstanceAccess does it), and remove what denies Systems Manager.',
    statuses: ['unmanaged'],
    more: [
      'The entry names the role and the actions. Read are the attached and inline policies of the role. A permission that depends on a condition or on resources counts as given, unless the resources are all of another service.',
    ],
  },
  BoundaryRefuses: {
    sentence: 'The permissions boundary of the role does not allow what the agent of the instance needs.',
    remedy:
      'Allow the actions in the boundary, or give the instance a role without it. Attaching policies to the role does not help.',
    statuses: ['unmanaged'],
    more: ['The entry names the role, its boundary and the actions. Conditions count as met.'],
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
      'Require IMDSv2 (aws ec2 modify-instance-metadata-options --http-tokens required; with `remediation`, the runbook RequireImdsv2 does it), and an agent of 3.2.582.0 or later.',
    statuses: ['unmanaged'],
  },
  NoRoute: {
    sentence:
      'The subnet has no way to Systems Manager: no route to public IPv4 addresses, and no interface endpoints in the VPC.',
    remedy: 'Create interface endpoints of ssm and ssmmessages in the VPC, or a route to a NAT gateway.',
    statuses: ['unmanaged'],
    more: [
      'A route to a NAT, transit or virtual private gateway, a peering or an appliance counts as a way out if it takes some public IPv4 address. Whether it leads on to the endpoints is not looked at.',
      'A route to private addresses alone is none, and neither is one for IPv6 or a blackhole. If something leads to private addresses outside the VPC, the cause is only likely: a private hosted zone may name endpoints there.',
      'Agents use IPv4, unless they are set to dual-stack endpoints.',
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
    more: [
      'Likely at most: private hosted zones are not looked at. If the endpoint is closed to the instance, that is the cause: a zone does not open it.',
    ],
  },
  VpcOfAnotherAccount: {
    sentence:
      'The subnet belongs to another account, which does not show its endpoints. So it is not known whether they are the cause, or the agent.',
    remedy:
      'Ask the owner of the VPC, whose account the entry names, whether ssm and ssmmessages can be reached from the subnet by HTTPS. If so, look at the agent on the instance.',
    statuses: ['unmanaged'],
    more: [
      'In a shared VPC, Muster sees the subnet, and mostly its route table and network ACL, but no endpoint of the owner. An empty answer is no absence, so `NoRoute` and the like are not claimed there.',
    ],
  },
  DnsOff: {
    sentence: 'The VPC answers no DNS queries, so its instances do not find Systems Manager.',
    remedy:
      'Turn on enableDnsSupport of the VPC, unless its DHCP options name DNS servers that know the endpoints.',
    statuses: ['unmanaged'],
    more: ['Likely at most: DHCP options are not looked at.'],
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
  EndpointPolicyRefuses: {
    sentence: 'The policy of the VPC endpoint does not allow what the agent needs.',
    remedy: 'Allow the actions of the entry in the policy of the endpoint, or give it the default policy.',
    statuses: ['unmanaged'],
    more: ['A statement with conditions, for some callers or for some resources counts as allowing.'],
  },
  NetworkAclClosed: {
    sentence: 'A network ACL keeps HTTPS (TCP 443) or its answers from the way to Systems Manager.',
    remedy:
      'Let TCP 443 out of the subnet, and TCP 32768 to 65535 back in. In the subnet of an endpoint it is the other way round.',
    statuses: ['unmanaged'],
    more: [
      'Network ACLs keep no state: answers come to the port from which the agent called. That is 32768 to 60999 on Linux, and 49152 to 65535 on Windows.',
    ],
  },
  CauseNotKnown: {
    sentence:
      'Nothing that was read is wrong, but some evidence could not be read. So the cause is not known.',
    remedy:
      'Look at the lines `evidence missing` in the log of the recheck function, mend what they name, and wait for the next look, within a day. If it was a throttle, that look finds more.',
    statuses: ['unmanaged'],
    more: ['The entry names what could not be read.'],
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
    sentence:
      'Nothing is wrong with what Muster looks at from outside. Most likely the agent is not installed, or does not run.',
    remedy:
      'Install and start the agent of Systems Manager on the instance, or in its image; Default Host Management needs 3.2.582.0 or later.',
    statuses: ['unmanaged'],
    more: [
      'The entry names the image, what EC2 bills its system as, and what is not looked at: policies of the organisation, the trust policy of the role, the network beyond the route table of the subnet, private hosted zones and DHCP options, and the instance itself (the version of its agent, its clock, its firewall, its proxy).',
      'Where evidence could not be read, the cause is `CauseNotKnown`.',
      'A system on which the agent does not run, such as FreeBSD, ends here as well: EC2 bills it as `Linux/UNIX` like every free Linux, and what an image is called proves nothing.',
      'It is told for certain only by an agent that registers (then the entry is `excluded`, as `UnsupportedPlatform`) or by the installer (`UnsupportedSystem`).',
      'That macOS runs on an instance can be told from its type, but the agent runs there. So look at the image, and exclude the instances by tag.',
    ],
  },
} as const satisfies ReasonTable;
