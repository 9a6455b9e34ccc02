import {
  DeleteParameterCommand,
  GetParameterCommand,
  PutParameterCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { connect } from '../shared/clients/connect.ts';
import { unless } from '../shared/clients/expected-errors.ts';
import type { Retry } from './retry.ts';
import { readRecord, type SettingRecord } from './setting-record.ts';

/** The records of what was there before, each in a parameter. */
export interface Records {
  /** Undefined when there is none. `malformed` when the parameter holds something else. */
  read(name: string): Promise<SettingRecord | 'malformed' | undefined>;
  write(name: string, record: SettingRecord): Promise<void>;
  /** Deletes a record. It may be gone already. */
  remove(name: string): Promise<void>;
}

/** Calls Parameter Store. */
export function createRecords(retry: Retry, client = connect(SSMClient)): Records {
  return {
    async read(name) {
      const command = new GetParameterCommand({ Name: name });
      const found = await unless(['ParameterNotFound'], () => retry(() => client.send(command)));
      if (found === undefined) return undefined;
      return readRecord(found.Parameter?.Value ?? '') ?? 'malformed';
    },
    async write(name, record) {
      const command = new PutParameterCommand({
        ...{ Name: name, Value: JSON.stringify(record), Type: 'String', Overwrite: true },
        Description: 'Muster: what was there before, and comes back. Do not change it.',
      });
      await retry(() => client.send(command));
    },
    async remove(name) {
      const command = new DeleteParameterCommand({ Name: name });
      await unless(['ParameterNotFound'], () => retry(() => client.send(command)));
    },
  };
}
