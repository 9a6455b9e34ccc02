import type { Host, ServiceEvent } from '../../../core/host.ts';
import type { Appointment } from '../../../core/timeline.ts';
import type { SecondsRange } from '../config-options.ts';
import type { InstanceRecording } from '../recording/instance-recording.ts';
import type { RecorderStore } from '../recording/recorder-store.ts';
import { isRecorded } from '../recording/recording-group.ts';
import { type ResourceKey, resourceTypes } from '../resource-key.ts';
import type { ComplianceBook, EvaluationResult } from './compliance-book.ts';
import { complianceChange } from './compliance-event.ts';
import { type ConfigRule, isPeriodic, isTriggered, judge, periodMs } from './config-rule.ts';
import type { Compliance } from './managed-rules.ts';
import type { RuleStore } from './rule-store.ts';

const dayMs = 86_400_000;

/**
 * Decides when an evaluation takes place: the wait in milliseconds of each run. An empty list loses the evaluation until
 * the next change, or for a day; two waits run it twice. Undefined is the usual wait.
 */
export type EvaluationTransit = (asked: {
  readonly ruleName: string;
  readonly resourceId: string;
  readonly usualMs: number;
}) => readonly number[] | undefined;

/** What evaluations need. */
export interface EvaluationPorts {
  readonly rules: RuleStore;
  readonly book: ComplianceBook;
  readonly recorders: RecorderStore;
  readonly recording: InstanceRecording;
  readonly evaluateSeconds: SecondsRange;
  readonly transit: EvaluationTransit;
  /** The names of the documents of the account. */
  readonly documents: () => readonly string[];
  readonly emit: (event: ServiceEvent) => void;
  /** An evaluation has found a resource not compliant, for the first time or again. */
  readonly nonCompliant: (rule: ConfigRule, resource: ResourceKey) => void;
}

/** Evaluates rules some time after what asks for it, and tells of each change of compliance. */
export class Evaluations {
  readonly #host: Host;
  readonly #ports: EvaluationPorts;
  /** The next runs of periodic rules, by the id of the rule. */
  readonly #periodic = new Map<string, Appointment>();
  readonly #busyUntilMs = new Map<string, number>();

  constructor(host: Host, ports: EvaluationPorts) {
    this.#host = host;
    this.#ports = ports;
  }

  /** A configuration item was made: every rule that it triggers is evaluated for its instance. */
  itemRecorded({ type, id }: ResourceKey): void {
    const { rules, recording, book } = this.#ports;
    const resource = { type: resourceTypes.instance, id };
    const isGone = recording.item(id) === undefined;
    for (const rule of rules.all)
      if (isGone ? book.find(rule.name, resource) !== undefined : isTriggered(rule, type))
        this.#plan(rule, resource);
  }

  /** Evaluates a rule that is new or changed, or whose evaluation somebody asks for, on all that is known. */
  evaluateAll(rule: ConfigRule): void {
    const { recording, evaluateSeconds, documents } = this.#ports;
    this.#busyUntilMs.set(rule.id, this.#host.timeline.nowMs + evaluateSeconds[1] * 1000);
    if (!isPeriodic(rule)) {
      if (rule.managed.judge === undefined) return;
      for (const { id } of recording.items) this.#plan(rule, { type: resourceTypes.instance, id });
      return;
    }
    const known = this.#ports.book.of(rule.name).map(({ resource }) => resource.id);
    for (const id of new Set([...documents(), ...known]))
      this.#plan(rule, { type: resourceTypes.document, id });
    this.#periodic.get(rule.id)?.cancel();
    this.#periodic.set(
      rule.id,
      this.#host.timeline.after(periodMs(rule), () => this.evaluateAll(rule)),
    );
  }

  /** A deleted rule is evaluated no more. */
  forget({ id, name }: ConfigRule): void {
    this.#periodic.get(id)?.cancel();
    this.#periodic.delete(id);
    this.#busyUntilMs.delete(id);
    this.#ports.book.dropRule(name);
  }

  /** Whether an evaluation of all resources by a rule has not ended yet. */
  isEvaluating({ id }: ConfigRule): boolean {
    return (this.#busyUntilMs.get(id) ?? 0) > this.#host.timeline.nowMs;
  }

  #plan(rule: ConfigRule, resource: ResourceKey): void {
    const [min, max] = this.#ports.evaluateSeconds;
    const usualMs = this.#host.random('config/evaluate').integer(min * 1000, max * 1000);
    const asked = { ruleName: rule.name, resourceId: resource.id, usualMs };
    const waits = this.#ports.transit(asked) ?? [usualMs];
    for (const waitMs of waits.length === 0 ? [dayMs] : waits)
      this.#host.timeline.after(waitMs, () => this.#run(rule.id, rule.name, resource));
  }

  #run(ruleId: string, ruleName: string, resource: ResourceKey): void {
    const rule = this.#ports.rules.find(ruleName);
    if (rule?.id !== ruleId) return;
    const { nowMs } = this.#host.timeline;
    if (resource.type === resourceTypes.document) {
      const isThere = this.#ports.documents().includes(resource.id);
      this.#conclude(rule, resource, isThere ? { compliance: 'COMPLIANT', orderedMs: nowMs } : undefined);
      return;
    }
    const item = this.#ports.recording.item(resource.id);
    const found = item && { compliance: judge(rule, item), orderedMs: item.capturedMs };
    this.#conclude(rule, resource, found);
  }

  /** Keeps a result and tells of it. Without a finding, the resource is gone, and so is its result. */
  #conclude(
    rule: ConfigRule,
    resource: ResourceKey,
    found: { readonly compliance: Compliance; readonly orderedMs: number } | undefined,
  ): void {
    const { nowMs } = this.#host.timeline;
    const { book } = this.#ports;
    const before = book.find(rule.name, resource);
    if (found === undefined && before === undefined) return;
    this.#host.bill('config.ruleEvaluations', rule.name, 1);
    const { compliance = 'NOT_APPLICABLE', orderedMs = nowMs } = found ?? {};
    const after = { resource, compliance, orderedMs, invokedMs: nowMs, recordedMs: nowMs };
    if (found === undefined) book.drop(rule.name, resource);
    else book.set(rule.name, after);
    this.#tell(rule, after, before);
    if (compliance === 'NON_COMPLIANT') this.#ports.nonCompliant(rule, resource);
  }

  /** What is not applicable from the start changes nothing. */
  #tell(rule: ConfigRule, after: EvaluationResult, before: EvaluationResult | undefined): void {
    if (after.compliance === (before?.compliance ?? 'NOT_APPLICABLE')) return;
    const { recorder } = this.#ports.recorders;
    const { compliance } = resourceTypes;
    if (recorder?.isRecording === true && isRecorded(recorder.group, compliance))
      this.#host.bill('config.configurationItems', compliance, 1);
    this.#host.trace('config.compliance', {
      ...{ rule: rule.name, type: after.resource.type, id: after.resource.id },
      compliance: after.compliance,
    });
    this.#ports.emit(complianceChange(this.#host, rule, { after, before }));
  }
}
