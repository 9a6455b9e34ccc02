import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { CapabilityProps } from '../capability.ts';
import { SessionPreferences } from './preferences-resource.ts';
import { sessionDocument } from './session-document.ts';
import { SessionEvents } from './session-events.ts';
import { SessionInstancePolicy } from './session-instance-policy.ts';
import { SessionLogs } from './session-logs.ts';
import { SessionStarters } from './session-starters.ts';
import type { SessionsSettings } from './sessions-schema.ts';

/** How sessions run, what is logged about them, and who may start them. */
export class SessionsStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<SessionsSettings>) {
    super(scope, id, props);
    const { parameterPath } = settings.names;
    const logRetentionDays = settings.retention.logDays;
    const logs = new SessionLogs(this, 'Logs', { own, logRetentionDays });
    const { bucket, logGroup, key } = logs;
    if (bucket ?? logGroup ?? key)
      new SessionInstancePolicy(this, 'Instances', {
        ...{ logs, parameterPath, keyPrefix: own.logBucket?.prefix ?? '' },
      });
    if (own.applyPreferences)
      new SessionPreferences(this, 'Preferences', {
        logRetentionDays,
        content: sessionDocument(own, {
          ...(bucket === undefined ? {} : { bucketName: bucket.bucketName }),
          ...(logGroup === undefined ? {} : { logGroupName: logGroup.logGroupName }),
          ...(key === undefined ? {} : { keyArn: key.keyArn }),
        }),
      });
    new SessionStarters(this, 'Starters', {
      ...{ access: own.access, key, parameterPath },
      hasOutside: settings.hybrid !== null,
    });
    const emails = own.emails ?? settings.alarmEmails;
    new SessionEvents(this, 'Events', { emails, logRetentionDays, parameterPath });

    const exports = {
      LogBucketName: ['log-bucket-name', bucket?.bucketName],
      LogGroupName: ['log-group-name', logGroup?.logGroupName],
    } as const;
    for (const [parameterId, [name, stringValue]] of Object.entries(exports)) {
      if (stringValue === undefined) continue;
      const parameterName = `${parameterPath}/sessions/${name}`;
      new StringParameter(this, parameterId, { parameterName, stringValue });
    }
  }
}
