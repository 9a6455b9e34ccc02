import { createHash } from 'node:crypto';
import { SSMClient, StartAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';

/** A runbook to start. */
export interface RunbookStart {
  readonly runbook: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly cause: string;
}

/** Starts runbooks. */
export interface Runbooks {
  /** Starts an execution, and returns its id. Another start with the same cause starts nothing. */
  start(request: RunbookStart): Promise<string>;
}

/** Starts runbooks of the account and region. The role that a runbook assumes is the default of its parameter. */
export function createRunbooks(client = connect(SSMClient)): Runbooks {
  return {
    async start({ runbook, parameters, cause }) {
      const Parameters = Object.fromEntries(
        Object.entries(parameters).map(([name, values]) => [name, [...values]]),
      );
      const { AutomationExecutionId } = await client.send(
        new StartAutomationExecutionCommand({
          DocumentName: runbook,
          Parameters,
          ClientToken: tokenOf(cause),
        }),
      );
      return AutomationExecutionId ?? '';
    },
  };
}

/** A token has the form of a UUID (API reference of StartAutomationExecution). */
function tokenOf(cause: string): string {
  const hex = createHash('sha256').update(cause).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
