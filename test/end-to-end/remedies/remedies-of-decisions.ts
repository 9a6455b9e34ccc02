import type { commandReasons } from '../../../lambdas/shared/domain/commands/command-reasons.ts';
import type { causeReasons } from '../../../lambdas/shared/domain/diagnosis/cause-reasons.ts';
import { change, reboot, send, tag, untag } from './acts.ts';
import type { RemediedCode, Remedies, Remedy } from './remedy.ts';

const plain = { role: 'plain' };
const excluding = { 'muster:exclude': 'true' };
const tooLate = () => ({
  tags: plain,
  lifecycle: { tagsChangedAfterSeconds: 25 * 60, changedTags: { ...plain, ...excluding } },
});
const excludedByTag = {
  how: 'exclude the instance by tag',
  mend: (patient) => tag(patient, 'muster:exclude', 'true'),
  ends: 'excluded',
} satisfies Partial<Remedy>;

/** How the remedies of what the plan decides are carried out. */
export const remediesOfDecisions: Remedies<
  Exclude<RemediedCode, keyof typeof commandReasons | keyof typeof causeReasons>
> = {
  NotRegistered: [
    {
      how: 'start the agent',
      launch: () => ({
        tags: plain,
        registration: { kind: 'recovers', cause: 'no-agent', mendedAfterSeconds: 50 * 60 },
      }),
      mend: () => undefined, // it is mended 50 minutes after the start
    },
  ],
  AgentTooOld: [
    {
      how: 'update the agent, as AWS-UpdateSSMAgent does',
      launch: () => ({ tags: { role: 'floor' }, agentVersion: '2.3.1319.0' }),
      mend: (patient) => change(patient, { agentVersion: '3.3.4177.0' }),
    },
  ],
  ConnectionLost: [
    {
      how: 'start the agent again',
      launch: () => ({
        tags: {}, // so that nothing is sent before the agent is lost
        lifecycle: { agentSilentAfterSeconds: 30, tagsChangedAfterSeconds: 25 * 60, changedTags: plain },
      }),
      mend: async (patient) => {
        change(patient, { lifecycle: {} });
        await reboot(patient);
      },
    },
  ],
  SendDenied: [
    {
      how: 'remove what denies the function the command',
      launch: () => ({ tags: plain }),
      break: ({ refusals, instance }) => void refusals.ofSends.add(instance.id),
      mend: ({ refusals, instance }) => void refusals.ofSends.delete(instance.id),
    },
  ],
  ExcludedByTag: [
    {
      how: 'remove the tag from the instance',
      launch: () => ({ tags: { ...plain, ...excluding } }),
      mend: (patient) => untag(patient, 'muster:exclude'),
    },
    {
      how: 'remove the exclusion from the configuration',
      by: 'deployment',
      launch: () => ({ tags: { ...plain, 'keep-out': 'yes' } }),
      mend: () => undefined,
    },
  ],
  ExcludedTooLate: [
    {
      how: 'remove the tag',
      launch: tooLate,
      mend: (patient) => untag(patient, 'muster:exclude'),
    },
    {
      how: 'uninstall what was installed',
      launch: tooLate,
      mend: (patient) => send(patient, 'Uninstall'),
      ends: 'excluded',
    },
  ],
  UnsupportedPlatform: [
    {
      how: 'give its profile a document for the platform',
      by: 'deployment',
      launch: () => ({ on: 'windowsServer2022', tags: { role: 'half' } }),
      mend: () => undefined,
    },
    { launch: () => ({ on: 'windowsServer2022', tags: { role: 'half' } }), ...excludedByTag },
  ],
  NoProfileMatches: [
    {
      how: 'add a profile without tags at the end of the list',
      by: 'deployment',
      launch: () => ({ tags: {} }),
      mend: () => undefined,
    },
  ],
  DocumentRefused: [
    {
      how: 'correct the parameters of the document',
      by: 'deployment',
      launch: () => ({ tags: { role: 'refused' } }),
      break: ({ refusals, instance }) => void refusals.ofParameters.add(instance.id),
      mend: ({ refusals, instance }) => void refusals.ofParameters.delete(instance.id),
    },
  ],
};
