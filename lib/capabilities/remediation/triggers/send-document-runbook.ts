import type { RunbookGrant } from '../runbook-grant.ts';
import type { RunbookGrants } from '../runbook-grants.ts';
import type { RunbookContent } from '../runbook-resource.ts';

/** A document, and the names of its parameters. */
export interface SentDocument {
  readonly document: string;
  readonly parameters: readonly string[];
}

/**
 * A runbook of one step: it sends a Command document to an instance. A command has no token that would keep it from being
 * sent twice, and the start of a runbook has one.
 */
export function sendDocumentRunbook({ document, parameters }: SentDocument): RunbookContent {
  // Automation would read a reference in two braces.
  const given = (description: string) =>
    ({ type: 'String', description, allowedPattern: '^(?![\\s\\S]*\\{\\{)[\\s\\S]*$' }) as const;
  return {
    schemaVersion: '0.3',
    description: `Sends ${document} to an instance.`,
    assumeRole: '{{ AutomationAssumeRole }}',
    parameters: {
      AutomationAssumeRole: given('The role that does the step; set when it is deployed.'),
      InstanceId: given('The instance.'),
      ...Object.fromEntries(
        parameters.map((name) => [name, given(`The parameter ${name} of the document.`)]),
      ),
    },
    mainSteps: [
      {
        ...{
          name: 'send',
          action: 'aws:runCommand',
          timeoutSeconds: 14_400,
          onFailure: 'Abort',
          isEnd: true,
        },
        inputs: {
          DocumentName: document,
          InstanceIds: ['{{ InstanceId }}'],
          TimeoutSeconds: 600,
          Comment: 'Muster: trigger',
          ...(parameters.length === 0
            ? {}
            : { Parameters: Object.fromEntries(parameters.map((name) => [name, `{{ ${name} }}`])) }),
        },
      },
    ],
  };
}

/** What the role of such a runbook may do. */
export function sendDocumentGrants(grants: RunbookGrants, document: string): readonly RunbookGrant[] {
  return [grants.look('ssm:DescribeInstanceInformation'), ...grants.send(document)];
}
