/**
 * The names that the stacks and the functions must agree on. This file imports nothing, so that both sides may
 * import it: `lib/` writes these names into the template, `lambdas/` reads them at run time.
 */

/** The CloudWatch namespace of every metric that Muster emits. */
export const metricsNamespace = 'Muster';

/**
 * Metric names: count nouns, one count a batch. An instance id is never a dimension, because each would be
 * billed.
 */
export const metrics = {
  stateChangesReceived: 'StateChangesReceived',
  stateChangesUnreadable: 'StateChangesUnreadable',
  stateChangesForeign: 'StateChangesForeign',
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
  instancesDrifted: 'InstancesDrifted',
  instancesVerified: 'InstancesVerified',
  verificationsUnanswered: 'VerificationsUnanswered',
  unmanagedByCause: 'UnmanagedByCause',
  instancesGone: 'InstancesGone',
  ordersSent: 'OrdersSent',
  ordersRefused: 'OrdersRefused',
  messagesUnsettled: 'MessagesUnsettled',
  leaseMarginUsed: 'LeaseMarginUsedSeconds',
  runbooksStarted: 'RunbooksStarted',
  looksRequested: 'LooksRequested',
  actionsRefused: 'ActionsRefused',
  noticesSent: 'NoticesSent',
  executionsFailed: 'ExecutionsFailed',
  windowsFailed: 'WindowsFailed',
  associationsFailed: 'AssociationsFailed',
  nodesNonCompliant: 'NodesNonCompliant',
  nodesUnmarked: 'NodesUnmarked',
  launchesReady: 'LaunchesReady',
  launchesUnready: 'LaunchesUnready',
} as const;

/** The dimension of every metric, and the function that counts: `muster-onboard`, `muster-sweep` ... */
export const serviceDimension = 'service';
export const serviceOf = (capability: string) => `muster-${capability}`;

/** The detail type of EC2's state-change events. */
export const stateChangeDetailType = 'EC2 Instance State-change Notification';

/** The detail type of the events of changed tags. Their source is `aws.tag`. */
export const tagChangeDetailType = 'Tag Change on Resource';

/**
 * The detail types of the events of nodes outside EC2. AWS lists them and shows no example (EventBridge reference). The rule
 * takes those that name a node as all events of Systems Manager do, and the sweep sees the others.
 */
export const registrationDetailTypes = {
  registered: 'SSM Managed Instance Registration',
  deregistered: 'SSM Managed Instance Deregistration',
} as const;

/** The detail type of a message that asks to decide about an instance anew: from the sweep, or from a person. */
export const decisionRequestDetailType = 'Muster Decision Request';

/**
 * The instances about which a sweep asks Systems Manager: the unmanaged ones every 20 minutes, all once a
 * day.
 */
export const sweepScopes = ['unmanaged', 'all'] as const;
export type SweepScope = (typeof sweepScopes)[number];

/** The roster's keys and indexes, as the table declares them and the client queries them. */
export const rosterKeys = {
  partitionKey: 'instanceId',
  /** The key of the item that is no entry: see `Pulse`. */
  pulse: '#pulse',
  /** The attribute of that item that says what launches get during a roll-out: see `LaunchVersions`. */
  launchVersions: 'launchVersions',
  /** The attribute of that item that lists the versions that were proposed. */
  proposedVersions: 'proposedVersions',
  /** What the keys of the items of roll-outs begin with: see rollout-item.ts. No instance has such an id. */
  rollouts: '#rollout/',
  /** What the keys of the turns of verifications begin with: see verification/turn.ts. No instance has such an id. */
  turns: '#turn/',
  /** The attribute of the pulse that says until when the moments of verifications were handed over. */
  verifiedUntil: 'verifiedUntilMs',
  /** The key of the item that lists the roll-outs. */
  rolloutList: '#rollouts',
  expiryAttribute: 'expiresAt',
  dueIndex: 'ByDue',
  duePartitionKey: 'dueShard',
  dueSortKey: 'dueAt',
  problemIndex: 'ByProblem',
  problemPartitionKey: 'problemShard',
  problemSortKey: 'changedAt',
} as const;

/** The keys of the table that counts the acts of triggers. */
export const actsKeys = {
  partitionKey: 'act',
  /** The ids of the events that have acted. */
  events: 'events',
  expiryAttribute: 'expiresAt',
} as const;

/**
 * What the table of the roster is: the stack makes it so, and takes up no other. `S` is a string, `N` a number. It is a
 * function, so that the bundles that do not use it leave it out.
 */
export const rosterForm = () =>
  ({
    partition: { name: rosterKeys.partitionKey, type: 'S' },
    indexes: [
      // Sparse: it holds an entry only while the entry is due. Its partition key is a shard, so that a burst
      // does not overload one partition. It holds the whole entry: a write of less than 1 KB costs the same,
      // and one call reads what is due.
      {
        name: rosterKeys.dueIndex,
        partition: { name: rosterKeys.duePartitionKey, type: 'S' },
        sort: { name: rosterKeys.dueSortKey, type: 'N' },
        projection: 'ALL',
      },
      // Sparse too: it holds an entry only while the entry is failed or unmanaged, or has drifted. For the command line
      // and reports.
      {
        name: rosterKeys.problemIndex,
        partition: { name: rosterKeys.problemPartitionKey, type: 'S' },
        sort: { name: rosterKeys.problemSortKey, type: 'N' },
        projection: 'KEYS_ONLY',
      },
    ],
  }) as const;

/** The name of the parameter with the `DeploymentFacts`, below the others of the onboarding. */
export const deploymentFactsParameter = 'deployment-facts';

/** What the command line tells of times and reads logs by, as JSON in a parameter of the deployment. */
export interface DeploymentFacts {
  /** How long an event of a start is held until the first look, at most. */
  readonly launchSeconds: number;
  /** How often a recheck looks at what is due. */
  readonly recheckSeconds: number;
  /** How often a sweep compares the account with the roster. */
  readonly sweepSeconds: number;
  /** An entry that is younger than this, or an instance that started since, is left to the events on their way. */
  readonly missingAfterSeconds: number;
  /** After this time a waiting instance becomes unmanaged. */
  readonly horizonSeconds: number;
  /** How often what is onboarded is verified; undefined for never. */
  readonly verifyEvery?: string;
  /** The documents that roll-outs may send besides those of profiles; undefined for none. */
  readonly rolloutDocuments?: readonly string[];
  /** The log groups of the functions that decide. */
  readonly logGroups: readonly string[];
  /** The log groups of the functions that empty queues; undefined where an older version of Muster is deployed. */
  readonly queueLogGroups?: { readonly launches: string; readonly outcomes: string };
}

/** What `muster activate` makes of a name of the configuration, as JSON in a parameter of the deployment. */
export interface ActivationFacts {
  /** How many machines may register. */
  readonly limit: number;
  readonly expiresAfterHours: number;
  readonly tags: Readonly<Record<string, string>>;
  /** What consoles show. */
  readonly nodeName: string;
}

/** The CloudFormation resource type of the custom resource that takes up a table as the roster. */
export const keptRosterResourceType = 'Custom::MusterKeptRoster';

/** The beginning of every command's `Comment`. The order id follows; by it a lost order is found again. */
export const orderCommentPrefix = 'muster order ';

/** The beginning of the `Comment` of a command that verifies: it belongs to no order, and changes nothing. */
export const verifyCommentPrefix = 'muster verify ';

/** The custom events that Muster puts on the default bus when an entry comes to rest. docs/events.md has their form. */
export const eventSource = 'muster';
export const eventDetailTypes = {
  onboarded: 'Instance Onboarded',
  failed: 'Instance Failed',
  unmanaged: 'Instance Unmanaged',
} as const;

/** The custom event for an instance of which a verification found that it is not as it was installed. */
export const driftedDetailType = 'Instance Drifted';

/** The custom event for a new version that onboarded instances lack. */
export const rolloutProposedDetailType = 'Roll-Out Proposed';

/** The CloudFormation resource type of the custom resource that reads which version of a document was deployed. */
export const documentVersionResourceType = 'Custom::MusterDocumentVersion';

/**
 * The document in which Session Manager keeps the preferences of an account and region. AWS chose the name.
 */
export const sessionDocumentName = 'SSM-SessionManagerRunShell';

/** The CloudFormation resource type of the custom resource that writes the preferences of Session Manager. */
export const sessionPreferencesResourceType = 'Custom::MusterSessionPreferences';

/** The CloudFormation resource type of the custom resource that keeps what an account and region has only once. */
export const singletonResourceType = 'Custom::MusterSingleton';

/** The beginning of the patch report's keys in its bucket. */
export const patchReportPrefix = 'patch-compliance';

/** The CloudFormation resource type of the custom resource that creates a SecureString. */
export const secureParameterResourceType = 'Custom::MusterSecureParameter';

/** The CloudFormation resource type of the custom resource that refuses names of parameters that are taken. */
export const parameterNamesResourceType = 'Custom::MusterParameterNames';

/** The tag on a SecureString that says which stack made it: the id of the stack, which no other stack ever has. */
export const madeByStackTag = 'muster:made-by-stack';

/**
 * Tags that identify a resource in a template or an account: its stack, its function in `lambdas/`, its
 * table. A logical id would not do: it says nothing reliable.
 */
export const resourceTags = {
  stack: 'muster:stack',
  function: 'muster:function',
  table: 'muster:table',
} as const;

/** The tag values that identify the stack of the onboarding and its table. */
export const onboardingStackTag = 'onboarding';
export const rosterTableTag = 'roster';

/**
 * The queues of dead letters of the onboarding, by the names of their alarms: the parameter below `.../onboarding/` that has
 * the URL of the queue, and the one of the queue to which its messages go back.
 */
export const deadLetterQueues = [
  { name: 'LaunchesDeadLettered', url: 'launches-dead-lettered-url', backTo: 'launch-queue-url' },
  { name: 'EventsUndelivered', url: 'events-undelivered-url', backTo: 'launch-queue-url' },
  { name: 'OutcomesDeadLettered', url: 'outcomes-dead-lettered-url', backTo: 'outcome-queue-url' },
  { name: 'OutcomesUndelivered', url: 'outcomes-undelivered-url', backTo: 'outcome-queue-url' },
] as const;
export type DeadLetterQueueName = (typeof deadLetterQueues)[number]['name'];
