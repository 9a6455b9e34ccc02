/**
 * Why an entry is where it is. One table: the same code, sentence and remedy in the log, in the roster, in what the
 * command line prints and in `docs/errors.md`. A code is never reused for another meaning.
 */
export const reasons = {
  CommandClaimed: {
    sentence: 'A command is about to be sent; the claim has a lease.',
    remedy: 'None: an expired lease is found and mended when the launch is delivered again.',
  },
  CommandSent: {
    sentence: 'The document was sent; its result has not been read yet.',
    remedy: 'None: look at the command in the Systems Manager console for its progress.',
  },
  ClaimHeld: {
    sentence: 'Another call is about to send to the instance and holds a claim.',
    remedy: 'None: the launch is delivered again after the lease.',
  },
  AlreadyCommanded: {
    sentence: 'A command was sent for this instance and may still be under way.',
    remedy: 'None: its result decides what happens next.',
  },
  AlreadyRecorded: {
    sentence: 'The roster already says all that this launch could say.',
    remedy: 'None.',
  },
  AlreadyOnboarded: {
    sentence:
      'The instance is onboarded; a restart changes nothing, a new document version is for a roll-out.',
    remedy: 'None.',
  },
  NotRegistered: {
    sentence: 'The instance runs, but its agent has not registered with Systems Manager.',
    remedy: 'Check the agent, the instance profile and the route to the ssm and ssmmessages endpoints.',
  },
  ConnectionLost: {
    sentence: 'The instance is registered with Systems Manager, but its agent does not answer.',
    remedy: 'Check that the agent runs and still reaches the endpoints.',
  },
  NotVisible: {
    sentence: 'EC2 does not show the instance yet.',
    remedy: 'None: a launch can take a moment to be seen everywhere; it is looked at again.',
  },
  NotReady: {
    sentence: 'Systems Manager refused the instance between the look and the send.',
    remedy: 'None: it is looked at again; if it stays, check that the agent keeps its registration.',
  },
  Throttled: {
    sentence: 'Systems Manager throttled the call and took no command.',
    remedy:
      'None: the launch is delivered again; when it stays, other callers use up the rate of the account.',
  },
  SendDenied: {
    sentence: 'The onboard function may not send the document to the instance.',
    remedy:
      'Compare the role of the function with its template, and deploy again; the launch is delivered again.',
  },
  ExcludedByTag: {
    sentence: 'The instance carries a tag that the configuration excludes.',
    remedy: 'Remove the tag from the instance, or the exclusion from muster.config.ts.',
  },
  ServiceManaged: {
    sentence: 'The instance belongs to an AWS service (its Operator is managed), which alone may change it.',
    remedy: 'None: the service looks after it.',
  },
  UnsupportedPlatform: {
    sentence: 'No document supports the system that the instance runs.',
    remedy:
      'Give its profile a document for the platform in muster.config.ts, or exclude the instance by tag.',
  },
  NoProfile: {
    sentence: 'No profile matches the tags of the instance.',
    remedy: 'Add a profile without tags at the end of the list in muster.config.ts.',
  },
  DocumentRefused: {
    sentence: 'Systems Manager refused the document or its parameters.',
    remedy: 'Compare the profile in muster.config.ts with the parameters of the document, and deploy again.',
  },
  Stopped: {
    sentence: 'The instance is stopped.',
    remedy: 'None: it is onboarded when it starts again.',
  },
  Terminated: {
    sentence: 'The instance is terminated.',
    remedy: 'None.',
  },
} as const satisfies Record<string, { sentence: string; remedy: string }>;

/** The code of a reason. */
export type ReasonCode = keyof typeof reasons;
