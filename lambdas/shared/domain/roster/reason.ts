import { commandReasons } from '../commands/command-reasons.ts';
import { causeReasons } from '../diagnosis/cause-reasons.ts';
import type { ReasonTable } from './reason-form.ts';

/** Why the plan decides so, before a command is sent and after the instance has ended. */
const decisionReasons = {
  CommandClaimed: {
    sentence: 'A command is about to be sent; the claim has a lease.',
    remedy: 'None: an expired lease is found and mended when the state change is delivered again.',
    statuses: ['claimed'],
  },
  ProfileChanged: {
    sentence:
      'The instance was onboarded with another profile, and its tags choose this one now. It gets what it lacks.',
    remedy: 'None. What the other profile installed stays: uninstall it if it is not wanted.',
    statuses: ['claimed'],
  },
  CommandSent: {
    sentence: 'The document was sent; its result has not been read yet.',
    remedy: 'None: look at the command in the Systems Manager console for its progress.',
    statuses: ['commanded'],
  },
  ResultMissing: {
    sentence: 'The document was sent, and Systems Manager does not show how it went.',
    remedy: 'None: Muster looks once more, half an hour later, before it sends another command.',
    statuses: ['commanded'],
  },
  ClaimHeld: {
    sentence: 'Another call is about to send to the instance and holds a claim.',
    remedy: 'None: the state change is delivered again after the lease.',
    statuses: [],
    comesBack: 'instead',
  },
  RosterBehind: {
    sentence: 'The roster may not know every command: its table was restored, or was not in use for hours.',
    remedy:
      'None: after a quarter of an hour Muster looks for the commands that it does not know, and then goes on.',
    statuses: [],
    comesBack: 'instead',
    more: ['Systems Manager keeps commands for 30 days, so a table is restored from no earlier moment.'],
  },
  AlreadyCommanded: {
    sentence: 'A command was sent for this instance and may still be under way.',
    remedy: 'None: its result decides what happens next.',
    statuses: [],
  },
  AlreadyRecorded: {
    sentence: 'The roster already says all that this state change could say.',
    remedy: 'None.',
    statuses: [],
  },
  NotInRoster: {
    sentence: 'The tags of an instance changed that the roster does not know.',
    remedy: 'None: the event of its start, or the sweep, brings it.',
    statuses: [],
  },
  NodeOfOthers: {
    sentence:
      'A node outside EC2 that an activation of others has registered: its role is none of the configuration.',
    remedy: 'None. To have such nodes onboarded, name their role in hybrid.roles of muster.config.ts.',
    statuses: [],
  },
  AlreadyOnboarded: {
    sentence:
      'The instance is onboarded; a restart changes nothing, and a new document version needs a roll-out.',
    remedy: 'None.',
    statuses: [],
  },
  AlreadyUnmanaged: {
    sentence: 'The instance is still not managed, for the reason in the roster.',
    remedy: 'See that reason.',
    statuses: [],
  },
  Onboarded: {
    sentence: 'The document ran on the instance and succeeded.',
    remedy: 'None.',
    statuses: ['onboarded'],
  },
  NotRegistered: {
    sentence: 'The instance runs, but its agent has not registered with Systems Manager.',
    remedy: 'Check the agent, the instance profile and the route to the ssm and ssmmessages endpoints.',
    statuses: ['waiting'],
  },
  NextAgent: {
    sentence: 'An agent of the profile is dealt with, and the next one is to be sent.',
    remedy: 'None: the next recheck sends it.',
    statuses: ['waiting'],
    more: [
      'A profile may name several agents. `agents` of the entry says what became of those that are dealt with.',
    ],
  },
  RolloutWave: {
    sentence: 'A roll-out has taken the instance up, and what it rolls out is to be sent.',
    remedy: 'None: the next recheck sends it.',
    statuses: ['waiting'],
    more: ['If the roll-out is paused, stopped or aborted before that, the instance is `onboarded` again.'],
  },
  ErrandDone: {
    sentence:
      'The document that a roll-out sent to the instance succeeded. The instance has what it had before.',
    remedy: 'None.',
    statuses: ['onboarded'],
  },
  ErrandFailed: {
    sentence:
      'The document that a roll-out sent to the instance did not succeed. The instance is onboarded as before.',
    remedy:
      'See muster rollout watch: it names who failed, and why. Mend that, and have the roll-out retry. If that is over, start another one.',
    statuses: ['onboarded'],
    more: ['`errand` of the entry names the document, and why it failed.'],
  },
  Drifted: {
    sentence: 'A verification found that an agent is not as it was installed.',
    remedy:
      'See muster explain: it names the document, and what its check said. Mend that on the instance, or set onDrift of verification to send. The next verification that is well ends it.',
    statuses: ['waiting', 'onboarded'],
    more: [
      '`drift` of the entry names the document, what its check said, and since when. A `waiting` entry is sent the document again, by the next recheck.',
    ],
  },
  AgentTooOld: {
    sentence: 'The agent of Systems Manager is older than the document needs, so nothing was sent.',
    remedy:
      'Update it (aws ssm send-command --document-name AWS-UpdateSSMAgent --targets Key=InstanceIds,Values=INSTANCE_ID).',
    statuses: ['waiting', 'unmanaged'],
    more: [
      'Some documents end as they should only with an agent of 3.0.502.0 or later. An agent whose version Systems Manager does not tell gets them.',
    ],
  },
  ConnectionLost: {
    sentence: 'The instance is registered with Systems Manager, but its agent does not answer.',
    remedy: 'Check that the agent runs and still reaches the endpoints.',
    statuses: ['waiting', 'unmanaged'],
  },
  NotVisible: {
    sentence: 'EC2 does not show the instance yet, or Systems Manager the node.',
    remedy: 'None: a launch can take a moment to be visible everywhere; Muster looks again.',
    statuses: ['waiting'],
    comesBack: 'instead',
    more: ['For an instance that was sent a command at an earlier start, nothing is written.'],
  },
  NotReady: {
    sentence: 'Systems Manager refused the instance between the look and the send.',
    remedy: 'None: Muster looks again; if it persists, check that the agent stays registered.',
    statuses: ['waiting', 'unmanaged'],
  },
  Throttled: {
    sentence: 'Systems Manager throttled the call and took no command.',
    remedy: 'None: Muster tries again; if it persists, other callers use up the rate of the account.',
    statuses: ['waiting', 'unmanaged'],
    comesBack: 'also',
  },
  SendDenied: {
    sentence: 'The function may not send the document to the instance.',
    remedy:
      'Remove what denies it: a change of the role of the function (CloudFormation shows its drift), or a policy of the organisation. Muster tries again.',
    statuses: ['waiting', 'unmanaged'],
    comesBack: 'also',
  },
  ExcludedByTag: {
    sentence: 'The instance carries a tag that the configuration excludes.',
    remedy: 'Remove the tag from the instance, or the exclusion from muster.config.ts.',
    statuses: ['excluded'],
  },
  ImageBeingBuilt: {
    sentence:
      'An image is being built of the instance: it has a tag of Packer, of EC2 Image Builder, or of the configuration.',
    remedy:
      'None: the instances of the image are onboarded. To onboard this one too, take its tag out of imageBuildTags.',
    statuses: ['excluded'],
    more: [
      'What is installed on such an instance becomes a part of the image. Most agents then have one identity on all instances of the image, that of the instance which was built.',
      'An instance that nobody builds an image of may have the tag too, such as `Name` with the value `Packer Builder`. Then give it another name.',
    ],
  },
  ExcludedTooLate: {
    sentence:
      'The instance carries a tag that the configuration excludes, but it was onboarded before the tag came.',
    remedy:
      'Uninstall what was installed, or remove the tag: the instance is then onboarded again, and nothing is sent.',
    statuses: ['excluded'],
    more: [
      'If the tag says that an image is being built (`imageBuildTags`), the image has the agent in it, with the identity of this instance. Build the image again, or clear the identity before the image is made.',
    ],
  },
  HybridOff: {
    sentence: 'The node is outside EC2, and the configuration has no hybrid section any more.',
    remedy:
      'None: nothing is sent to it. With hybrid in muster.config.ts it is onboarded again, and keeps what it has.',
    statuses: ['excluded'],
  },
  ServiceManaged: {
    sentence:
      'The instance belongs to an AWS service (its Operator is managed), and only that service may change it.',
    remedy: 'None: the service looks after it.',
    statuses: ['excluded'],
  },
  UnsupportedPlatform: {
    sentence: 'No document supports the system that the instance runs.',
    remedy:
      'Give its profile a document for the platform in muster.config.ts, or exclude the instance by tag.',
    statuses: ['excluded'],
  },
  NoProfileMatches: {
    sentence: 'No profile matches the tags of the instance.',
    remedy: 'Add a profile without tags at the end of the list in muster.config.ts.',
    statuses: ['excluded'],
    more: [
      'Where another installation has the account and region too (`otherInstallations`, or another environment), the instance may be of that one. Then there is nothing to do.',
    ],
  },
  DocumentRefused: {
    sentence: 'Systems Manager refused the document or its parameters.',
    remedy: 'Compare the profile in muster.config.ts with the parameters of the document, and deploy again.',
    statuses: ['failed'],
  },
  Stopped: {
    sentence: 'The instance is stopped.',
    remedy: 'None: it is onboarded when it starts again.',
    statuses: ['gone'],
  },
  Terminated: {
    sentence: 'The instance is terminated.',
    remedy: 'None.',
    statuses: ['gone'],
  },
  Deregistered: {
    sentence: 'The node outside EC2 is no longer registered with Systems Manager.',
    remedy: 'None. A machine that is registered again is another node, with another id: muster activate.',
    statuses: ['gone'],
  },
} as const satisfies ReasonTable;

/**
 * Why an entry has its status. All use this one table, so the code, sentence and remedy are the same in the
 * log, in the roster, on the command line and in `docs/errors.md`, which is made of it. A code is never reused
 * for another meaning.
 */
export const reasons = { ...decisionReasons, ...commandReasons, ...causeReasons };

/** The code of a reason. */
export type ReasonCode = keyof typeof reasons;

/** True for a code of the table. An entry may also have a code of another version of Muster. */
export function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(reasons, code);
}
