import type { commandReasons } from '../../../lambdas/shared/domain/commands/command-reasons.ts';
import { ending, mendedByDeployment, mendedOutside, request, send, succeed, tag } from './acts.ts';
import type { RemediedCode, Remedies } from './remedy.ts';

/** How the remedies of commands that failed are carried out. */
export const remediesOfCommands: Remedies<RemediedCode & keyof typeof commandReasons> = {
  DownloadFailed: [
    mendedByDeployment('correct the address of the package', 20),
    mendedOutside('open the way to the address', 20),
  ],
  ChecksumWrong: [
    mendedByDeployment('correct the checksum', 21),
    mendedOutside('put the package that is meant at the address', 21),
  ],
  UnsupportedSystem: [
    {
      how: 'exclude the instance by tag',
      launch: () => ending(22),
      mend: (patient) => tag(patient, 'muster:exclude', 'true'),
      ends: 'excluded',
    },
    {
      how: 'give it another profile by tag',
      launch: () => ending(22),
      mend: async (patient) => {
        succeed(patient); // the document of the other profile knows the system
        await tag(patient, 'role', 'other');
      },
    },
  ],
  AgentUnhealthy: [mendedOutside('mend the service on the instance', 23)],
  InstallerFailed: [
    mendedOutside('mend what the output names on the instance', 24),
    mendedByDeployment('take another package', 24),
  ],
  NoPackage: [mendedByDeployment('add the package', 25)],
  BadParameter: [mendedByDeployment('correct the parameter', 26)],
  WrongVersion: [mendedByDeployment('correct the version', 28), mendedOutside('correct the package', 28)],
  CannotRun: [mendedOutside('make room on the disk', 29)],
  SecretDenied: [mendedOutside('attach the policy of the secrets', 31)],
  SecretMissing: [mendedOutside('create the secret', 32)],
  SecretKeyDenied: [mendedOutside('allow the role kms:Decrypt', 33)],
  ConfigureFailed: [mendedByDeployment('correct the script', 34)],
  NotInstalled: [
    mendedByDeployment('let the profile send the document with the operation Install', 35),
    {
      how: 'send the document with the operation Install, and ask for a new decision',
      launch: () => ending(35),
      mend: async (patient) => {
        succeed(patient);
        await send(patient, 'Install');
        await request(patient);
      },
    },
  ],
  UninstallFailed: [mendedOutside('mend what the output names on the instance', 36)],
  ScriptFailed: [mendedOutside('mend what the output names on the instance', 77)],
  InvocationDenied: [
    {
      how: 'put back the permission, and ask for a new decision',
      launch: () => ending(1),
      break: ({ refusals, instance }) => void refusals.ofRuns.add(instance.id),
      mend: async (patient) => {
        patient.refusals.ofRuns.delete(patient.instance.id);
        succeed(patient);
        await request(patient);
      },
    },
  ],
};
