import type { Log } from '../shared/runtime/log.ts';
import type { WantedSetting } from './parse-singleton.ts';
import { planSetting, planSettingLook, planSettingRemoval } from './plan-setting.ts';
import type { Records } from './records-client.ts';
import type { SettingPlace } from './setting-place.ts';
import type { SettingRecord } from './setting-record.ts';

/** What settling a setting needs. */
export interface SettingPorts {
  readonly place: SettingPlace;
  readonly records: Records;
  readonly log: Log;
}

/** What is in force, and a sentence about what was found and what was changed. */
export interface Settled {
  readonly value: string;
  readonly report: string;
}

/** The setting cannot be made what is wanted. The message says what to do. */
export class SingletonRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SingletonRefused';
  }
}

/** Who asks for a setting. */
export interface Asked {
  /** True when CloudFormation makes the resource: only then may a value of somebody else be refused. */
  readonly isNew: boolean;
  readonly atMs: number;
}

/**
 * Makes a setting what is wanted. What was there is recorded before anything changes, so a function that stops between the
 * two has changed nothing, and one that stops after the change has kept what comes back.
 */
export async function settleSetting(
  wanted: WantedSetting,
  asked: Asked,
  { place, records, log }: SettingPorts,
): Promise<Settled> {
  const record = await records.read(wanted.recordName);
  if (record === 'malformed' && asked.isNew) throw new SingletonRefused(noRecord(wanted));
  const standing = await place.read();
  const plan = planSetting({ standing, record: known(record), wanted }, asked);
  log.info('setting decided', { setting: wanted.name, kind: plan.kind, reason: plan.reason });
  if (plan.kind === 'refuse') throw new SingletonRefused(plan.reason);
  const report = `${wanted.title}: ${plan.reason}.`;
  if (plan.kind === 'keep') {
    await records.write(wanted.recordName, plan.record);
    return { value: standing.value, report };
  }
  await records.write(wanted.recordName, plan.before);
  await place.change(wanted.value);
  if (plan.before.set.length > plan.after.set.length) await records.write(wanted.recordName, plan.after);
  return { value: wanted.value, report };
}

/** Brings back what was there before the stack. */
export async function removeSetting(
  wanted: WantedSetting,
  { place, records, log }: SettingPorts,
): Promise<void> {
  const record = known(await records.read(wanted.recordName));
  const plan = planSettingRemoval({ standing: await place.read(), record, wanted });
  log.info('removal of a setting decided', { setting: wanted.name, kind: plan.kind, reason: plan.reason });
  if (plan.kind === 'restore') await place.restore(plan.found);
  await records.remove(wanted.recordName);
}

/** Looks at a setting between deployments. */
export async function lookAtSetting(
  wanted: WantedSetting,
  nowMs: number,
  ports: SettingPorts,
): Promise<void> {
  const { place, records, log } = ports;
  const record = known(await records.read(wanted.recordName));
  const look = planSettingLook({ standing: await place.read(), record, wanted }, nowMs);
  const told = { setting: wanted.name, kind: look.kind, reason: look.reason };
  if (look.kind === 'foreign') log.warn('setting looked at', told);
  else log.info('setting looked at', told);
  const asked = { isNew: false, atMs: record?.askedAtMs ?? nowMs };
  if (look.kind === 'settle') await settleSetting(wanted, asked, ports);
}

/** A record that nobody can read says nothing. */
function known(record: SettingRecord | 'malformed' | undefined): SettingRecord | undefined {
  return record === 'malformed' ? undefined : record;
}

function noRecord({ recordName }: WantedSetting): string {
  return (
    `the parameter ${recordName} should say what was there before, and says something else; nothing was changed. ` +
    `If you do not need it, delete it (aws ssm delete-parameter --name ${recordName}), then deploy again`
  );
}
