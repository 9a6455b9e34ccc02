import { instanceLike } from 'local-cloud';
import { type Application, specOf } from '../application.ts';
import type { Refusals } from './refusals.ts';
import type { Patient, Remedy } from './remedy.ts';

/** Launches the instance of a remedy, and breaks what its launch cannot. */
export async function admit(remedy: Remedy, application: Application, refusals: Refusals): Promise<Patient> {
  const { cloud } = application;
  const { on = 'debian12', hasProfile = true, ...changes } = remedy.launch(cloud);
  const known = { tags: { role: 'plain' }, ...changes };
  const [instance] = cloud.ec2.launch([hasProfile ? specOf(on, known) : instanceLike(on, known)]);
  if (instance === undefined) throw new Error('nothing was launched');
  const patient = { application, cloud, instance, refusals };
  await remedy.break?.(patient);
  return patient;
}

/** The entry of the roster; empty while there is none. */
export function entryOf({ application, instance }: Patient): Record<string, string> {
  return application.roster().get(instance.id) ?? {};
}
