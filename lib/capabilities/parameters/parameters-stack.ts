import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { NoticeTopic } from '../../constructs/notice-topic.ts';
import type { CapabilityProps } from '../capability.ts';
import { ApplicationParameters } from './application-parameters.ts';
import { FreeNames } from './free-names.ts';
import { type Application, readApplications } from './parameter-tree.ts';
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
    const applications = readApplications(own.tree);
    const free = this.#checkNames(applications, settings.retention.logDays);
    for (const application of applications) {
      // No level has a dot, so no two applications have the same id.
      const applicationId = `${application.department}.${application.application}`;
      const parts = { prefix, parameterPath, application, keyArn: own.keyArn, secure, notices };
      const made = new ApplicationParameters(this, applicationId, parts);
      if (free !== undefined) made.node.addDependency(free);
    }
  }

  /** A secret that exists is taken over with its value. A plain parameter that exists is refused. */
  #checkNames(applications: readonly Application[], logRetentionDays: number): FreeNames | undefined {
    const parameters = applications.flatMap(({ paths }) => paths.flatMap((path) => path.parameters));
    const names = parameters.flatMap(({ secret, name }) => (secret ? [] : name));
    return names.length === 0 ? undefined : new FreeNames(this, 'FreeNames', { names, logRetentionDays });
  }
}
