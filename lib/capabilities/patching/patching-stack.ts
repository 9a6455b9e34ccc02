import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Settings } from '../../configuration/settings.ts';
import { Singletons } from '../../constructs/singletons.ts';
import { soleAssociation } from '../associations/sole-association.ts';
import type { CapabilityProps } from '../capability.ts';
import { defaultBaseline } from './default-baselines.ts';
import { listScans } from './default-scan.ts';
import { PatchAlarms } from './patch-alarms.ts';
import { PatchBaselines } from './patch-baselines.ts';
import { PatchNotices } from './patch-notices.ts';
import { PatchReport } from './patch-report.ts';
import { PatchWindow } from './patch-window.ts';
import { PatchableMarks } from './patchable-marks.ts';
import type { PatchingSettings } from './patching-schema.ts';
import { WindowOutput } from './window-output.ts';
import { needsMarks } from './window-targets.ts';
import { warnOfCommands } from './window-warnings.ts';

/** Patch baselines, patch groups, maintenance windows, and the report of who is compliant. */
export class PatchingStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<PatchingSettings>) {
    super(scope, id, props);
    const { prefix, parameterPath } = settings.names;
    const baselines = new PatchBaselines(this, 'Baselines', { prefix, patchGroups: own.patchGroups });
    const logRetentionDays = settings.retention.logDays;
    const output =
      own.output === undefined
        ? undefined
        : new WindowOutput(this, 'Output', { prefix, parameterPath, ...own.output, logRetentionDays });
    const notices =
      own.notifications === undefined ? undefined : new PatchNotices(this, 'Notices', own.notifications);
    this.#keepSingletons(settings, baselines);
    const { report } = own;
    const { alarmEmails } = settings;
    const marksNodes = Object.values(own.windows).some(
      ({ enabled, operation, targets }) =>
        enabled && operation === 'Install' && needsMarks(targets, settings),
    );
    // The ids of the topic and the report are those that they had when the report alone had alarms: another id of a
    // topic would ask for every subscription again. CDK leaves out `Default`.
    const alarms =
      report === undefined && !marksNodes
        ? undefined
        : new PatchAlarms(this, 'Report', { prefix, parameterPath, emails: alarmEmails });
    const marks =
      alarms === undefined || !marksNodes
        ? undefined
        : new PatchableMarks(this, 'Marks', { prefix, alarms: alarms.topic, logRetentionDays });
    warnOfCommands(this, own.windows);
    const windows = new Construct(this, 'Windows');
    for (const [name, window] of Object.entries(own.windows))
      new PatchWindow(windows, name, { prefix, place: settings, name, window, marks, output, notices });
    if (alarms !== undefined && report !== undefined)
      new PatchReport(alarms, 'Default', {
        parameterPath,
        ...report,
        logRetentionDays,
        alarms: alarms.topic,
      });
  }

  /** What the account and region has only once: the scan of every node, and the default baselines. */
  #keepSingletons(settings: Settings, { defaults }: PatchBaselines): void {
    const { prefix, parameterPath } = settings.names;
    const isBesideOthers = settings.patching?.scan?.besideOthers ?? false;
    const singletons = [
      ...listScans(settings).map((scan) =>
        soleAssociation(this, { ...scan, prefix, title: 'The scan', purpose: 'scan', isBesideOthers }),
      ),
      ...[...defaults].map(([system, baselineId]) =>
        defaultBaseline(this, { system, baselineId, parameterPath }),
      ),
    ];
    if (singletons.length === 0) return;
    new Singletons(this, 'Singletons', { singletons, logRetentionDays: settings.retention.logDays });
  }
}
