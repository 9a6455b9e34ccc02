import { Duration } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { markInstalledSettings } from '../../../lambdas/mark-installed/mark-installed-settings.ts';
import { markerSinceTag, markerTag } from '../../../lambdas/shared/domain/inventory/marker.ts';
import type { Settings } from '../../configuration/settings.ts';
import { acknowledgeWildcards } from '../../constructs/acknowledged-findings.ts';
import { AlarmTopic } from '../../constructs/alarm-topic.ts';
import { environmentOf } from '../../constructs/function-environment.ts';
import { FunctionSchedule } from '../../constructs/function-schedule.ts';
import { MusterFunction } from '../../constructs/muster-function.ts';
import { allowNodeTagging, outsideArnPrefix, watchUnmarked } from '../../constructs/node-tagging.ts';
import type { InventorySettings } from './inventory-schema.ts';

/** The whole configuration, and the section. */
export interface InventoryMarkersProps {
  readonly settings: Settings;
  readonly own: InventorySettings;
}

/** A call that is missed changes no tag, and the next one finds the same. */
const missedCallsMax = 3;

/**
 * The function that keeps the tags of the markers in step with the inventory (docs/decisions/0043), with its schedule and
 * its alarms. The ARN of their topic is in `<parameterPath>/inventory/alarm-topic-arn`.
 */
export class InventoryMarkers extends Construct {
  constructor(scope: Construct, id: string, { settings, own }: InventoryMarkersProps) {
    super(scope, id);
    const { prefix, parameterPath } = settings.names;
    const description = 'Muster: marks nodes by what inventory knows to be installed.';
    const marker = this.#createMarker(settings, own, description);
    const schedule = new FunctionSchedule(this, 'Schedule', {
      ...{ description, function: marker.function, period: Duration.hours(own.markersEveryHours) },
    });
    const alarms = new AlarmTopic(this, 'Alarms', {
      ...{ prefix, capability: 'Inventory', emails: settings.alarmEmails },
    });
    new StringParameter(this, 'AlarmTopicArn', {
      parameterName: `${parameterPath}/inventory/alarm-topic-arn`,
      stringValue: alarms.topic.topicArn,
    });
    alarms.watchSchedule(schedule, missedCallsMax, {
      condition: 'MarkingMissed',
      sentence: 'The tags of the markers were not compared with the inventory.',
    });
    alarms.watchMetric(watchUnmarked('mark-installed'), {
      condition: 'NodesUnmarked',
      sentence: 'Nodes could not get the tags of markers.',
    });
  }

  #createMarker({ names, retention }: Settings, own: InventorySettings, description: string): MusterFunction {
    const { prefix } = names;
    const markers = Object.entries(own.markers).map(([name, { application }]) => ({
      name,
      applications: [application].flat(),
    }));
    const marker = new MusterFunction(this, 'Marker', {
      ...{ bundle: 'mark-installed', description, logRetentionDays: retention.logDays },
      timeoutSeconds: 600,
      memoryMegabytes: 1024,
      environment: environmentOf(this, markInstalledSettings, {
        ...{ prefix, markers },
        nodeArnPrefix: outsideArnPrefix(this),
      }),
      permissions: [
        {
          actions: ['ec2:DescribeTags', 'ssm:GetInventory', 'ssm:ListInventoryEntries'],
          resources: ['*'],
        },
      ],
    });
    acknowledgeWildcards(marker, ['*'], 'These actions take no resource.');
    const keys = markers.flatMap(({ name }) => [markerTag(prefix, name), markerSinceTag(prefix, name)]);
    const reason = 'Any node of the account may have what a marker is about.';
    allowNodeTagging(marker, { keys, removes: false, reason });
    return marker;
  }
}
