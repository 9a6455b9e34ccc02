import type { ReasonTable } from '../roster/reason-form.ts';

/** Why a command did not succeed: the exit codes of the installers, and the ends that Systems Manager makes. */
export const commandReasons = {
  DownloadFailed: {
    sentence: 'The package of the agent could not be downloaded (exit code 20).',
    remedy: 'Check the address in muster.config.ts, and the way from the instance to it.',
    statuses: ['waiting', 'failed'],
  },
  ChecksumWrong: {
    sentence: 'The package is not the one that the configuration names: its SHA-256 differs (exit code 21).',
    remedy: 'Compare the package at its address with the checksum in muster.config.ts.',
    statuses: ['failed'],
  },
  UnsupportedSystem: {
    sentence: 'The installer does not support the distribution or architecture (exit code 22).',
    remedy: 'Exclude the instance by tag, or give it another profile.',
    statuses: ['failed'],
  },
  AgentUnhealthy: {
    sentence:
      'The agent is installed, but its service does not stay active, or its check fails (exit code 23).',
    remedy: 'Read the output of the command, and the log of the service on the instance.',
    statuses: ['failed'],
  },
  InstallerFailed: {
    sentence: 'The installer of the package failed (exit code 24).',
    remedy: 'Read the output of the command in the Systems Manager console.',
    statuses: ['failed'],
  },
  NoPackage: {
    sentence:
      'The configuration has no package for the system and architecture of the instance (exit code 25).',
    remedy: 'Add the package to muster.config.ts.',
    statuses: ['failed'],
  },
  BadParameter: {
    sentence: 'A parameter of the document is malformed (exit code 26).',
    remedy: 'Compare the parameters in muster.config.ts with documents/README.md.',
    statuses: ['failed'],
  },
  InstallerBusy: {
    sentence:
      'The installer waited 300 seconds in all for another installation on the instance, and gave up (exit code 27).',
    remedy: 'None: the command is sent again; if it persists, find out what installs for so long.',
    statuses: ['waiting', 'failed'],
    more: [
      'It waits for another run of an installer of Muster, which holds the lock in the state folder, and for another package manager: that of the system, or Windows Installer. The output of the command names which it was.',
    ],
  },
  WrongVersion: {
    sentence:
      'The name, version or architecture of the package is not what the configuration says (exit code 28).',
    remedy: 'Read the output of the command, and correct the package or the configuration.',
    statuses: ['failed'],
  },
  CannotRun: {
    sentence:
      'The instance lacks what the installer needs, such as a program, a right or space on the disk (exit code 29).',
    remedy: 'Read the output of the command in the Systems Manager console.',
    statuses: ['failed'],
  },
  Interrupted: {
    sentence: 'The installer was interrupted (exit code 30).',
    remedy: 'None: the command is sent again.',
    statuses: ['waiting', 'failed'],
  },
  SecretDenied: {
    sentence: 'The role of the instance may not read a secret of the agent (exit code 31).',
    remedy: 'Attach the policy of the secrets (docs/agents) to the role of the instance.',
    statuses: ['waiting', 'failed'],
  },
  SecretMissing: {
    sentence: 'A secret of the agent does not exist, or lacks the key that is asked for (exit code 32).',
    remedy: 'Create the secret under the name in muster.config.ts, in the region of the instance.',
    statuses: ['waiting', 'failed'],
  },
  SecretKeyDenied: {
    sentence: 'The role of the instance may not decrypt a secret of the agent (exit code 33).',
    remedy: 'Allow the role kms:Decrypt, in its policy and in that of the key.',
    statuses: ['waiting', 'failed'],
  },
  ConfigureFailed: {
    sentence: 'The configure script of the agent failed (exit code 34).',
    remedy: 'Read the output of the command in the Systems Manager console, and correct the script.',
    statuses: ['failed'],
  },
  NotInstalled: {
    sentence: 'The agent was to be verified, and is not installed (exit code 35).',
    remedy:
      'Let the profile send the document with the operation Install, or send it yourself and ask for a new decision.',
    statuses: ['failed'],
  },
  UninstallFailed: {
    sentence: 'The agent could not be removed (exit code 36).',
    remedy: 'Read the output of the command in the Systems Manager console.',
    statuses: ['failed'],
  },
  ScriptFailed: {
    sentence: 'The document ended with an exit code that the contract of the installers does not define.',
    remedy: 'Read the output of the command in the Systems Manager console.',
    statuses: ['failed'],
  },
  StepCutOff: {
    sentence: 'The agent of Systems Manager, or the system, ended the script before it was done.',
    remedy: 'None: the command is sent again; if it persists, look for what kills processes on the instance.',
    statuses: ['waiting', 'failed'],
    more: [
      'The agent ended the step itself (-1, or 1 with a text of its own), the script could not be started (126, 127), or a signal ended it (128 and the number of the signal).',
    ],
  },
  Undelivered: {
    sentence: 'The command did not reach the instance in time.',
    remedy: 'None: the command is sent again when the agent answers; if it persists, look at the agent.',
    statuses: ['waiting', 'failed'],
  },
  TimedOut: {
    sentence: 'The document ran on the instance for longer than allowed.',
    remedy: 'None: the command is sent again; if it persists, read the output of the command.',
    statuses: ['waiting', 'failed'],
  },
  CommandEnded: {
    sentence: 'The command was cancelled, stopped, or forgotten before the instance had finished it.',
    remedy: 'None: the command is sent again.',
    statuses: ['waiting', 'failed'],
  },
  InvocationDenied: {
    sentence: 'Systems Manager refused to run the document on the instance.',
    remedy: 'Remove what denies it, as for SendDenied, and ask for a new decision.',
    statuses: ['failed'],
  },
} as const satisfies ReasonTable;
