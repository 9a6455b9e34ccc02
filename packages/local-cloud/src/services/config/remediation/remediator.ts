import type { Host } from '../../../core/host.ts';
import { ServiceError } from '../../../core/service.ts';
import type { ConfigOptions } from '../config-options.ts';
import { keyOf, type ResourceKey } from '../resource-key.ts';
import type { ComplianceBook } from '../rules/compliance-book.ts';
import { isExhausted, isUnderWay, type RuleRemediation } from './remediation-book.ts';
import { parametersFor } from './remediation-configuration.ts';
import type { RemediationExecution } from './remediation-execution.ts';
import type { RemediationPorts } from './remediation-ports.ts';
import type { RemediationStore } from './remediation-store.ts';
import { concurrentMax, hasFailed, newWave } from './remediation-wave.ts';

/** How often AWS Config looks after an execution that it has started, in milliseconds. Assumed. */
const lookMs = 15_000;

/** What the remediator needs. */
export interface RemediatorPorts {
  readonly store: RemediationStore;
  readonly book: ComplianceBook;
  readonly automation: RemediationPorts;
  readonly options: Pick<ConfigOptions, 'retrySeconds' | 'snapshotSeconds'>;
}

/** Starts executions of runbooks for what is not compliant: automatically, or when somebody asks. */
export class Remediator {
  readonly #host: Host;
  readonly #ports: RemediatorPorts;

  constructor(host: Host, ports: RemediatorPorts) {
    this.#host = host;
    this.#ports = ports;
  }

  /** A remediation is new or changed: an automatic one begins with all that is not compliant. */
  configured(remediation: RuleRemediation): void {
    this.#sweep(remediation, remediation.configuration);
  }

  /** An evaluation has found a resource not compliant. */
  nonCompliant(ruleName: string, resource: ResourceKey): void {
    const remediation = this.#ports.store.find(ruleName);
    if (remediation !== undefined) this.#attempt(remediation, resource);
  }

  /** Begins a remediation of a resource for which none is under way. */
  request(remediation: RuleRemediation, resource: ResourceKey, isAutomatic = false): void {
    const { nowMs } = this.#host.timeline;
    const execution: RemediationExecution = {
      ...{ resource, isAutomatic, invokedMs: nowMs, state: 'QUEUED', updatedMs: nowMs },
      ...{ executionId: undefined, seen: undefined },
    };
    remediation.executions.set(keyOf(resource), execution);
    remediation.wave.size++;
    remediation.wave.waiting.push(execution);
    this.#startWaiting(remediation);
  }

  /** Looks at all that is not compliant, again and again while the configuration stays and is automatic. */
  #sweep(remediation: RuleRemediation, configuration: RuleRemediation['configuration']): void {
    const { book, options } = this.#ports;
    if (!this.#isCurrent(remediation) || remediation.configuration !== configuration) return;
    if (!configuration.isAutomatic) return;
    for (const { resource, compliance } of book.of(configuration.ruleName))
      if (compliance === 'NON_COMPLIANT') this.#attempt(remediation, resource);
    this.#host.timeline.after(options.snapshotSeconds * 1000, () => this.#sweep(remediation, configuration));
  }

  #attempt(remediation: RuleRemediation, resource: ResourceKey): void {
    const { configuration, exceptions, attemptsMs } = remediation;
    const { isAutomatic, ruleName, resourceType = resource.type } = configuration;
    const compliance = this.#ports.book.find(ruleName, resource)?.compliance;
    if (!isAutomatic || resourceType !== resource.type || compliance !== 'NON_COMPLIANT') return;
    const key = keyOf(resource);
    if (exceptions.has(key) || isUnderWay(remediation, resource)) return;
    const { nowMs } = this.#host.timeline;
    if (isExhausted(remediation, resource, nowMs)) {
      const message = `Maximum automatic remediation attempts (${configuration.attemptsMax}) were made within ${configuration.retrySeconds} seconds.`;
      exceptions.set(key, { resource, message });
      this.#host.trace('config.remediation-exception', { rule: ruleName, id: resource.id });
      return;
    }
    attemptsMs.set(key, [...(attemptsMs.get(key) ?? []), nowMs].slice(-configuration.attemptsMax));
    this.request(remediation, resource, true);
  }

  #startWaiting(remediation: RuleRemediation): void {
    const { configuration, wave } = remediation;
    const { nonCompliantCount } = this.#ports.book.summary(configuration.ruleName);
    const max = concurrentMax(configuration, nonCompliantCount);
    while (wave.runningCount < max && !hasFailed(configuration, wave)) {
      const execution = wave.waiting.shift();
      if (execution === undefined) return;
      wave.runningCount++;
      this.#start(remediation, execution);
    }
  }

  #start(remediation: RuleRemediation, execution: RemediationExecution): void {
    const { configuration } = remediation;
    const { targetId: name, targetVersion: version } = configuration;
    execution.state = 'IN_PROGRESS';
    execution.updatedMs = this.#host.timeline.nowMs;
    try {
      const parameters = parametersFor(configuration, execution.resource.id);
      execution.executionId = this.#ports.automation.start({ name, version, parameters });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      this.#host.trace('config.remediation-refused', { rule: configuration.ruleName, code: error.code });
    }
    this.#host.timeline.after(lookMs, () => this.#look(remediation, execution));
  }

  #look(remediation: RuleRemediation, execution: RemediationExecution): void {
    const { executionId } = execution;
    execution.updatedMs = this.#host.timeline.nowMs;
    if (executionId === undefined) {
      this.#end(remediation, execution, 'FAILED');
      return;
    }
    const seen = this.#ports.automation.read(executionId);
    execution.seen = seen;
    const { AutomationExecutionStatus: status, ExecutionEndTime: end } = seen;
    if (end === undefined) this.#host.timeline.after(lookMs, () => this.#look(remediation, execution));
    else this.#end(remediation, execution, status === 'Success' ? 'SUCCEEDED' : 'FAILED');
  }

  #end(remediation: RuleRemediation, execution: RemediationExecution, state: 'SUCCEEDED' | 'FAILED'): void {
    const { wave, configuration } = remediation;
    execution.state = state;
    wave.runningCount--;
    if (state === 'FAILED') {
      wave.failedCount++;
      this.#retryLater(remediation, execution);
    }
    if (hasFailed(configuration, wave))
      for (const waiting of wave.waiting.splice(0)) {
        waiting.state = 'FAILED';
        waiting.updatedMs = this.#host.timeline.nowMs;
      }
    if (wave.runningCount === 0 && wave.waiting.length === 0) remediation.wave = newWave();
    else this.#startWaiting(remediation);
  }

  #retryLater(remediation: RuleRemediation, { resource, isAutomatic }: RemediationExecution): void {
    if (!isAutomatic) return;
    const [min, max] = this.#ports.options.retrySeconds;
    const waitMs = this.#host.random('config/remediate').integer(min * 1000, max * 1000);
    this.#host.timeline.after(waitMs, () => {
      if (this.#isCurrent(remediation)) this.#attempt(remediation, resource);
    });
  }

  #isCurrent(remediation: RuleRemediation): boolean {
    return this.#ports.store.find(remediation.configuration.ruleName) === remediation;
  }
}
