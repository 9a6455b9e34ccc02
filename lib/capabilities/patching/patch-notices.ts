import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { CfnMaintenanceWindowTask } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { NoticeTopic } from '../../constructs/notice-topic.ts';
import { serviceHere } from '../../constructs/service-here.ts';

/** Who is told, and about what. */
export interface PatchNoticesProps {
  readonly emails: readonly string[];
  readonly events: readonly string[];
}

/**
 * A topic that gets word from Run Command of how the commands of the windows ended, and the role that Run
 * Command uses for it.
 */
export class PatchNotices extends Construct {
  readonly role: Role;
  /** The part of a Run Command task that refers to the topic. */
  readonly parameters: Pick<
    CfnMaintenanceWindowTask.MaintenanceWindowRunCommandParametersProperty,
    'notificationConfig' | 'serviceRoleArn'
  >;

  constructor(scope: Construct, id: string, { emails, events }: PatchNoticesProps) {
    super(scope, id);
    const { topic } = new NoticeTopic(this, 'Notices', { emails });
    this.role = new Role(this, 'Role', {
      description: 'Lets Run Command tell how the commands of maintenance windows ended.',
      assumedBy: serviceHere(this, 'ssm', '*'),
    });
    this.role.addToPolicy(new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }));
    this.parameters = {
      serviceRoleArn: this.role.roleArn,
      notificationConfig: {
        notificationArn: topic.topicArn,
        notificationEvents: [...events],
        notificationType: 'Command',
      },
    };
  }
}
