/**
 * The names that the stacks and the functions must agree on. This file imports nothing, so that both sides may
 * import it: `lib/` writes these names into the template, `lambdas/` reads them at run time.
 */

/** The CloudWatch namespace of every metric that Muster emits. */
export const metricsNamespace = 'Muster';

/** Metric names: count nouns, one count a batch, never with an instance id as a dimension (each would be billed). */
export const metrics = {
  stateChangesReceived: 'StateChangesReceived',
  stateChangesUnreadable: 'StateChangesUnreadable',
  stateChangesRetried: 'StateChangesRetried',
  instancesCommanded: 'InstancesCommanded',
  instancesWaiting: 'InstancesWaiting',
  instancesExcluded: 'InstancesExcluded',
  instancesOnboarded: 'InstancesOnboarded',
  instancesFailed: 'InstancesFailed',
  instancesUnmanaged: 'InstancesUnmanaged',
  instancesRunning: 'InstancesRunning',
  instancesSilent: 'InstancesSilent',
  shareManaged: 'ShareManaged',
  shareOnboarded: 'ShareOnboarded',
  driftFound: 'DriftFound',
  unmanagedByCause: 'UnmanagedByCause',
  instancesGone: 'InstancesGone',
  ordersSent: 'OrdersSent',
  ordersRefused: 'OrdersRefused',
} as const;

/** What the events of EC2 are called that tell of state changes. */
export const stateChangeDetailType = 'EC2 Instance State-change Notification';

/** Whom a sweep asks Systems Manager about: every 20 minutes those that were unmanaged, once a day everybody. */
export const sweepScopes = ['unmanaged', 'all'] as const;
export type SweepScope = (typeof sweepScopes)[number];

/** The roster's keys and indexes, as the table declares them and the client queries them. */
export const rosterKeys = {
  partitionKey: 'instanceId',
  expiryAttribute: 'expiresAt',
  dueIndex: 'ByDue',
  duePartitionKey: 'dueShard',
  dueSortKey: 'dueAt',
  problemIndex: 'ByProblem',
  problemPartitionKey: 'problemShard',
  problemSortKey: 'changedAt',
} as const;

/** What every command's `Comment` begins with; the order id follows. It is how a lost order is found again. */
export const orderCommentPrefix = 'muster order ';

/** The custom events that Muster puts on the default bus when an entry comes to rest. docs/events.md has their form. */
export const eventSource = 'muster';
export const eventDetailTypes = {
  onboarded: 'Instance Onboarded',
  failed: 'Instance Failed',
  unmanaged: 'Instance Unmanaged',
} as const;

/** The CloudFormation resource type of the custom resource that reads which version of a document was deployed. */
export const documentVersionResourceType = 'Custom::MusterDocumentVersion';

/** The document in which Session Manager keeps the preferences of an account and region. The name is that of AWS. */
export const sessionDocumentName = 'SSM-SessionManagerRunShell';

/** The CloudFormation resource type of the custom resource that writes the preferences of Session Manager. */
export const sessionPreferencesResourceType = 'Custom::MusterSessionPreferences';

/** What the keys of the patch report begin with in its bucket. */
export const patchReportPrefix = 'patch-compliance';

/** The CloudFormation resource type of the custom resource that creates a SecureString. */
export const secureParameterResourceType = 'Custom::MusterSecureParameter';

/** The tag on a SecureString that says which stack made it: the id of the stack, which no other stack ever has. */
export const madeByStackTag = 'muster:made-by-stack';

/**
 * The tags that say what a resource is, for whoever looks at a template or an account: of which stack it is, which
 * function of `lambdas/` it runs, which table it is. A logical id says nothing: it is a name among others.
 */
export const resourceTags = {
  stack: 'muster:stack',
  function: 'muster:function',
  table: 'muster:table',
} as const;

/** The values of the tags by which the onboarding is found: its stack, and its table. */
export const onboardingStackTag = 'onboarding';
export const rosterTableTag = 'roster';
