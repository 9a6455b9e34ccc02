import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configSchema } from '../../../lib/configuration/config-schema.ts';
import { loadDocument } from '../../../lib/documents/load-document.ts';
import { deployed, rateMinutes } from './deployed.ts';
import { priceSayings } from './price-sayings.ts';
import type { Saying } from './saying.ts';

/** The numbers of our own settings that the documentation says, each with what the code or the golden template says. */

const decisions = readdirSync(join('docs', 'decisions')).map((file) => `docs/decisions/${file}`);
const pages = readdirSync('docs').flatMap((file) => (file.endsWith('.md') ? [`docs/${file}`] : []));
/** All prose about the onboarding: whatever is said there of a sweep, is said of ours. */
const prose = [
  'README.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'documents/README.md',
  ...pages,
  ...decisions.filter((file) => !file.includes('0009')),
];

const alarmOf = (condition: string) => deployed.alarms.find(({ name }) => name.endsWith(`/${condition}`));

const periods: readonly Saying[] = [
  {
    what: 'minutes between sweeps',
    anyOf: prose,
    pattern: /[Ss]weep[^.|]{0,60}? every (\w+) min/g,
    value: deployed.sweepMinutes,
  },
  {
    what: 'minutes between sweeps, where it was decided',
    files: ['docs/decisions/0009-sweep-three-times-an-hour.md'],
    pattern: /The sweep comes every (\w+) min/g,
    value: deployed.sweepMinutes,
  },
  {
    what: 'sweeps an hour',
    anyOf: decisions,
    pattern: /(\w+) times an hour/g,
    value: 60 / deployed.sweepMinutes,
  },
  {
    what: 'sweeps a day',
    files: ['docs/decisions/0010-causes-once-a-day.md'],
    pattern: /(\d+) (?:calls of Systems Manager a day|times as much)/g,
    value: (24 * 60) / deployed.sweepMinutes,
  },
  {
    what: 'minutes between rechecks',
    anyOf: prose,
    pattern: /(?:recheck\W[^.|]{0,20}?|looks again) every (\w+) min/g,
    value: deployed.recheckMinutes,
  },
  {
    what: 'recheckMinutes',
    files: ['docs/runbook.md'],
    pattern: /`recheckMinutes: (\d+)`/g,
    value: deployed.recheckMinutes,
  },
  {
    what: 'minutes between late looks',
    files: ['README.md'],
    pattern: /and later every (\w+)\./g,
    value: deployed.lateStepSeconds / 60,
  },
  {
    what: 'hours of early looks',
    files: ['docs/design.md', 'docs/decisions/0011-what-a-launch-costs.md'],
    pattern: /In the first (\w+) hour/g,
    value: deployed.earlySeconds / 3600,
  },
  {
    what: 'hours to the horizon',
    files: ['README.md', 'docs/design.md'],
    pattern: /(?:past|After) (\w+) h(?:ours)?\b/g,
    value: deployed.horizonSeconds / 3600,
  },
  {
    what: 'hours after which a sweep calls an instance missing',
    files: ['SECURITY.md', 'docs/decisions/0012-sweep-by-status.md'],
    pattern: /(?:older than|in the last) (\w+) (?:an )?hour/g,
    value: deployed.missingAfterSeconds / 3600,
  },
  {
    what: 'minutes until SweepsMissed goes off',
    files: ['docs/runbook.md'],
    pattern: /for about (\d+) minutes: two rounds/g,
    value: alarmOf('SweepsMissed')?.windowMinutes ?? Number.NaN,
  },
];

const queueing: readonly Saying[] = [
  {
    what: 'launchDelaySeconds',
    files: ['README.md', 'docs/design.md', 'docs/faq.md'],
    pattern: /(?:delay|Why does it wait) (\d+) s/g,
    value: deployed.launchDelaySeconds,
  },
  {
    what: 'deliveries before a message is dead',
    files: ['README.md', 'docs/runbook.md', 'docs/upgrade.md'],
    pattern: /(?:delivered|after) (\w+) (?:times|deliveries)/g,
    value: deployed.receiveCountMax,
  },
  {
    what: 'deadLetterDays',
    files: ['docs/runbook.md', 'docs/faq.md'],
    pattern: /(\d+) days by default/g,
    value: deployed.deadLetterDays,
  },
  {
    what: 'commandAttemptsMax',
    files: ['README.md', 'docs/design.md', 'docs/comparison.md'],
    pattern: /(\w+) commands(?: where the fault may pass| by default|\. Every other)/g,
    value: deployed.attemptsMax,
  },
  {
    what: 'concurrencyMax',
    files: ['SECURITY.md'],
    pattern: /By default (\w+) calls at a time/g,
    value: deployed.concurrencyMax,
  },
  {
    what: 'pollers of each queue',
    files: ['docs/decisions/0011-what-a-launch-costs.md'],
    pattern: /Each queue has (\w+) pollers/g,
    value: deployed.concurrencyMax,
  },
  {
    what: 'closedEntryDays',
    files: ['docs/decisions/0015-a-million-launches.md'],
    pattern: /roster \((\d+) days by default\)/g,
    value: deployed.closedEntryDays,
  },
];

const counts: readonly Saying[] = [
  {
    what: 'functions',
    files: ['README.md'],
    pattern: /holds (\w+) functions/g,
    value: deployed.functionCount,
  },
  {
    what: 'queues',
    files: ['README.md'],
    pattern: /(\w+) queues(?: with their rules| \()/g,
    value: deployed.queueCount,
  },
  {
    what: 'schedules',
    files: ['README.md', 'SECURITY.md'],
    pattern: /(\w+) schedules(?: call| \|)/g,
    value: deployed.scheduleCount,
  },
  {
    what: 'alarms',
    files: ['docs/cost.md'],
    pattern: /(\w+) alarms watch \w+ metrics/g,
    value: deployed.alarms.length,
  },
  {
    what: 'metrics that alarms watch',
    files: ['docs/cost.md'],
    pattern: /\w+ alarms watch (\w+) metrics/g,
    value: deployed.alarms.reduce((sum, { metricCount }) => sum + metricCount, 0),
  },
  {
    what: 'queues that Lambda polls',
    files: ['docs/cost.md'],
    pattern: /at each of the (\w+) queues/g,
    value: deployed.queueCount,
  },
];

const installer = loadDocument('documents/command/install-agent-linux.yaml');
const installing: readonly Saying[] = ['DownloadTimeoutSeconds', 'HealthTimeoutSeconds'].map((name) => ({
  what: `the default of ${name}`,
  files: ['documents/README.md'],
  pattern: new RegExp(`\\| ${name} \\|[^|]*\\| (\\d+) \\|`, 'g'),
  value: Number(installer.parameters[name]?.default),
}));

const busySeconds: readonly Saying[] = ['linux/run.sh', 'windows/lock.ps1'].map((script) => ({
  what: `the seconds for which an installer waits, as ${script} has it`,
  files: ['documents/README.md', 'docs/errors.md'],
  pattern: /(\d+) seconds in all/g,
  value: Number(
    /busy_?seconds_?max ?= ?(\d+)/i.exec(readFileSync(join('documents', 'scripts', script), 'utf8'))?.[1],
  ),
}));

const whole = configSchema.parse({
  associations: {},
  inventory: {},
  patching: { report: {} },
  sessions: {},
});
const estate: readonly Saying[] = [
  {
    what: 'days between updates of the SSM agent',
    files: ['docs/estate/associations.md'],
    pattern: /up to date: every (\w+) days/g,
    value: rateMinutes(whole.associations?.updateAgent?.schedule ?? '') / (24 * 60),
  },
  {
    what: 'outputDays',
    files: ['docs/estate/associations.md'],
    pattern: /`outputDays` \((\d+)\)/g,
    value: whole.associations?.outputDays ?? Number.NaN,
  },
  {
    what: 'times a day that the inventory is gathered',
    files: ['docs/estate/inventory.md'],
    pattern: /(\w+) a day, and a bucket/g,
    value: (24 * 60) / rateMinutes(whole.inventory?.schedule ?? ''),
  },
  {
    what: 'outdatedAfterDays',
    files: ['docs/estate/patching.md'],
    pattern: /last scan is more than (\w+) days ago/g,
    value: whole.patching?.report?.outdatedAfterDays ?? Number.NaN,
  },
];

export const sayings: readonly Saying[] = [
  ...priceSayings,
  ...periods,
  ...queueing,
  ...counts,
  ...installing,
  ...busySeconds,
  ...estate,
];
