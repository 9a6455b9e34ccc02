import { SSMClient, StartAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';

/** A runbook to start. */
export interface RunbookStart {
  readonly runbook: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly token: string;
}

/** Starts runbooks. */
export interface Runbooks {
  /** Starts an execution, and returns its id. Another start with the same token starts nothing. */
  start(request: RunbookStart): Promise<string>;
}

/** Starts runbooks of the account and region. The role that a runbook assumes is the default of its parameter. */
export function createRunbooks(client = connect(SSMClient)): Runbooks {
  return {
    async start({ runbook, parameters, token }) {
      const Parameters = Object.fromEntries(
        Object.entries(parameters).map(([name, values]) => [name, [...values]]),
      );
      const { AutomationExecutionId } = await client.send(
        new StartAutomationExecutionCommand({ DocumentName: runbook, Parameters, ClientToken: token }),
      );
      return AutomationExecutionId ?? '';
    },
  };
}
