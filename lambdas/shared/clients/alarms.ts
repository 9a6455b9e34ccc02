import { type AlarmType, CloudWatchClient, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import { limits } from '../domain/limits.ts';
import { connect } from './connect.ts';

/** The alarms of CloudWatch. */
export interface Alarms {
  /**
   * The state of each alarm that is there, by name: `OK`, `ALARM` or `INSUFFICIENT_DATA`. Composite alarms are read too.
   * @throws when CloudWatch refuses.
   */
  states(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Without this, CloudWatch answers with metric alarms alone (API reference, DescribeAlarms). */
const bothTypes: AlarmType[] = ['MetricAlarm', 'CompositeAlarm'];

/** Reads from CloudWatch, at most 100 names at once. */
export function createAlarms(client = connect(CloudWatchClient)): Alarms {
  return {
    async states(names) {
      if (names.length > limits.alarmNamesMax)
        throw new Error(`${names.length} names of alarms are too many.`);
      const found = new Map<string, string>();
      if (names.length === 0) return found;
      const request = { AlarmNames: [...names], AlarmTypes: bothTypes };
      for await (const page of paginateDescribeAlarms({ client }, request))
        for (const { AlarmName = '', StateValue = '' } of [
          ...(page.MetricAlarms ?? []),
          ...(page.CompositeAlarms ?? []),
        ])
          found.set(AlarmName, StateValue);
      return found;
    },
  };
}
