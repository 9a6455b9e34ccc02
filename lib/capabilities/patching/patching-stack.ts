import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Settings } from '../../configuration/settings.ts';
import { Singletons } from '../../constructs/singletons.ts';
import { soleAssociation } from '../associations/sole-association.ts';
import type { CapabilityProps } from '../capability.ts';
import { defaultBaseline } from './default-baselines.ts';
import { listScans } from './default-scan.ts';
import { PatchBaselines } from './patch-baselines.ts';
import { PatchDocuments } from './patch-documents.ts';
import { PatchNotices } from './patch-notices.ts';
import { PatchNow } from './patch-now.ts';
import { PatchReport } from './patch-report.ts';
import { PatchWindow } from './patch-window.ts';
import type { PatchingSettings } from './patching-schema.ts';
import { WindowOutput } from './window-output.ts';

/** Patch baselines, patch groups, maintenance windows, patching on demand, and the report of who is compliant. */
export class PatchingStack extends Stack {
  constructor(scope: Construct, id: string, { own, settings, ...props }: CapabilityProps<PatchingSettings>) {
    super(scope, id, props);
    const { prefix, parameterPath } = settings.names;
    const baselines = new PatchBaselines(this, 'Baselines', { prefix, patchGroups: own.patchGroups });
    const documents = new PatchDocuments(this, 'Documents', { prefix });
    new PatchNow(this, 'PatchNow', { prefix, documents });

    const logRetentionDays = settings.retention.logDays;
    const output =
      own.output === undefined
        ? undefined
        : new WindowOutput(this, 'Output', { prefix, parameterPath, ...own.output, logRetentionDays });
    const notices =
      own.notifications === undefined ? undefined : new PatchNotices(this, 'Notices', own.notifications);
    this.#keepSingletons(settings, baselines);
    const windows = new Construct(this, 'Windows');
    for (const [name, window] of Object.entries(own.windows))
      new PatchWindow(windows, name, { prefix, name, window, documents, output, notices });
    if (own.report !== undefined) {
      const { alarmEmails } = settings;
      new PatchReport(this, 'Report', {
        prefix,
        parameterPath,
        ...own.report,
        logRetentionDays,
        alarmEmails,
      });
    }
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
