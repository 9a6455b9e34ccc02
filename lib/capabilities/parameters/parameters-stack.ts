import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { NoticeTopic } from '../../constructs/notice-topic.ts';
import type { CapabilityProps } from '../capability.ts';
import { ApplicationParameters } from './application-parameters.ts';
import { readApplications } from './parameter-tree.ts';
import type { ParametersSettings } from './parameters-schema.ts';
import { SecureParameters } from './secure-parameters.ts';

/** The parameter tree, who may read and write it, and notices of its changes. */
export class ParametersStack extends Stack {
  #secure: SecureParameters | undefined;

  constructor(
    scope: Construct,
    id: string,
    { own, settings, ...props }: CapabilityProps<ParametersSettings>,
  ) {
    super(scope, id, props);
    const { prefix, parameterPath } = settings.names;
    const notices = new NoticeTopic(this, 'Notices', { emails: own.noticeEmails });
    const secure = () => {
      this.#secure ??= new SecureParameters(this, 'Secure', { logRetentionDays: settings.retention.logDays });
      return this.#secure;
    };
    for (const application of readApplications(own.tree)) {
      // No level has a dot, so no two applications have the same id.
      const applicationId = `${application.department}.${application.application}`;
      new ApplicationParameters(this, applicationId, { prefix, parameterPath, application, secure, notices });
    }
  }
}
