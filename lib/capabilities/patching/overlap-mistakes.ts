import { showValue } from '../../configuration/mistakes.ts';
import type { ConfigCheck, Settings } from '../../configuration/settings.ts';
import type { TargetPlace } from '../associations/association.ts';
import { type Meeting, meetingFinder } from './window-openings.ts';
import type { Window } from './window-schema.ts';
import { requiredTags, type WindowTargets } from './window-targets.ts';

/**
 * Windows that install patches on the same nodes while another one does. Two package managers on one node wait for each
 * other or fail, and the reboot of one cuts off the other.
 */
export const findOverlapMistakes: ConfigCheck = (_outline, settings) => settings.flatMap(findOverlaps);

function findOverlaps(settings: Settings): string[] {
  const installing = Object.entries(settings.patching?.windows ?? {}).filter(
    ([, { operation, enabled }]) => operation === 'Install' && enabled,
  );
  const findMeeting = meetingFinder();
  return installing.flatMap(([name, window], index) => {
    for (const [before, other] of installing.slice(0, index)) {
      const meeting = shareNodes(other.targets, window.targets, settings)
        ? findMeeting(other, window)
        : undefined;
      if (meeting !== undefined) return [describe(name, window, before, meeting)];
    }
    return [];
  });
}

function describe(name: string, { schedule }: Window, before: string, meeting: Meeting): string {
  const when =
    meeting instanceof Date
      ? `both are open on ${meeting.toISOString().slice(0, 16).replace('T', ' at ')} UTC`
      : 'a rate counts from the moment when its window is made, so the two cannot be kept apart';
  return (
    `patching.windows.${name}.schedule: received ${showValue(schedule)}; allowed: times at which the window ${before} is ` +
    `closed, or targets that it does not install on: ${when}`
  );
}

/**
 * True when two targets share nodes, as far as this is known: the same group, or tags of which one set asks for no key
 * that the other lacks. `all` shares with everything. Other keys may share some too, but that cannot be known.
 */
function shareNodes(one: WindowTargets, other: WindowTargets, place: TargetPlace): boolean {
  if (one.all === true || other.all === true) return true;
  if (one.group !== undefined && one.group === other.group) return true;
  const [own, others] = [requiredTags(one, place), requiredTags(other, place)];
  const [few, many] = Object.keys(own).length <= Object.keys(others).length ? [own, others] : [others, own];
  const entries = Object.entries(few);
  return (
    entries.length > 0 && entries.every(([key, values]) => many[key]?.some((value) => values.includes(value)))
  );
}
