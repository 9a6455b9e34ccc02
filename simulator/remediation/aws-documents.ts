import type { LocalCloud } from 'local-cloud';

/** The documents of AWS that runbooks of Muster send, and the parameters that they give. */
const parametersOf = {
  'AWS-UpdateSSMAgent': ['allowDowngrade'],
} as const;

/** Declares what stands for documents of AWS: each takes what runbooks give it, and runs one script. */
export function declareAwsDocuments({ ssm }: Pick<LocalCloud, 'ssm'>): void {
  for (const [Name, parameters] of Object.entries(parametersOf)) {
    if (ssm.hasDocument(Name)) continue;
    const step = { name: 'run', action: 'aws:runShellScript', inputs: { runCommand: ['true'] } };
    const windowsStep = {
      name: 'runWindows',
      action: 'aws:runPowerShellScript',
      inputs: { runCommand: ['exit 0'] },
    };
    const on = (platform: string) => ({
      precondition: { StringEquals: ['platformType', platform] },
    });
    ssm.declareDocument({
      Name,
      Content: {
        schemaVersion: '2.2',
        parameters: Object.fromEntries(parameters.map((name) => [name, { type: 'String', default: '' }])),
        mainSteps: [
          { ...step, ...on('Linux') },
          { ...windowsStep, ...on('Windows') },
        ],
      },
    });
  }
}
