import { answerAll, answerInTurn } from '../../../agent/answer-questions.ts';
import type { Answer, DocumentRun, Question } from '../../../agent/run-events.ts';
import { scriptByTags } from '../../../agent/script-tags.ts';
import type { Host } from '../../../core/host.ts';
import type { Appointment } from '../../../core/timeline.ts';
import type { ManagedNode } from '../nodes/managed-node.ts';
import type { AgentOutside } from './agent-outside.ts';
import { AgentSlots } from './agent-slots.ts';
import type { Command, InvocationDetails } from './command.ts';
import { pretendAnswers, runOf, startRun } from './invocation-run.ts';

/** One invocation of a command. */
export interface Place {
  readonly command: Command;
  readonly index: number;
}

type Settle = (place: Place, details: InvocationDetails) => void;

interface Going {
  appointments: readonly Appointment[];
}

const detailsOfStatus = {
  Success: 'Success',
  Failed: 'Failed',
  TimedOut: 'ExecutionTimedOut',
  Cancelled: 'Cancelled',
} as const;

/** What agents do with the orders that reach them: they take, run and report. An agent reports what it lives through. */
export class AgentRuns {
  readonly #host: Host;
  readonly #outside: AgentOutside;
  readonly #settle: Settle;
  readonly #slots = new AgentSlots<Place>();
  readonly #going = new Map<Command, Map<number, Going>>();

  /** `settle` hears how an invocation has ended on its instance. */
  constructor(host: Host, outside: AgentOutside, settle: Settle) {
    this.#host = host;
    this.#outside = outside;
    this.#settle = settle;
  }

  /** Offers an order to an agent that is up. One that it takes is begun by `begin`, now or when others have ended. */
  offer(place: Place, instance: ManagedNode): 'runs' | 'waits' | 'refused' {
    if (this.#host.timeline.nowMs < instance.agent.busyUntilMs) return 'refused';
    return this.#slots.take(instance, place);
  }

  /** Begins to run an order that the agent has taken. */
  begin(place: Place, instance: ManagedNode): void {
    const { command, index } = place;
    const atMs = this.#host.timeline.nowMs;
    const script = scriptByTags(instance.spec.script, instance.tags(atMs));
    if (script !== command.scriptOf(index)) command.keepScript(index, script);
    const { min, max } = script.durationSeconds;
    const scriptMs = this.#host.random('agent/scripts').integer(min * 1000, max * 1000);
    command.recordStart(index, { atMs, scriptsRunBefore: instance.scriptsRun, scriptMs });
    const { runScript, hold } = this.#outside;
    if (runScript === undefined || script.ending !== 'exits') {
      this.#follow(place, instance, this.#run(place));
      return;
    }
    hold(this.#runForReal(place, runScript).then((run) => this.#follow(place, instance, run)));
  }

  /** The order to cancel reaches the instance: what runs is killed, and what waits ends. */
  cancel(place: Place, instance: ManagedNode): void {
    const { command, index } = place;
    const { nowMs } = this.#host.timeline;
    const { startedMs } = command.runOf(index);
    const going = this.#going.get(command)?.get(index);
    if (going === undefined || !instance.agent.hasBeenUpSince(startedMs, nowMs)) {
      this.#slots.drop(instance, (order) => order.command === command && order.index === index);
      this.#settle(place, 'Cancelled');
      return;
    }
    for (const appointment of going.appointments) appointment.cancel();
    command.recordCancel(index, nowMs - startedMs);
    going.appointments = this.#plan(place, instance, runOf(command, index));
  }

  /** Runs the document with what the instance pretends, and keeps answers that come from elsewhere. */
  #run({ command, index }: Place): DocumentRun {
    const pretend = pretendAnswers(command, index);
    const answers: Answer[] = [];
    const run = answerAll(startRun(command, index), (question: Question) => {
      const answer = question.kind === 'script' ? pretend() : this.#outside.answer(question);
      answers.push(answer);
      return answer;
    });
    if (answers.some(({ kind }) => kind !== 'script')) command.keepAnswers(index, answers);
    return run;
  }

  async #runForReal(
    { command, index }: Place,
    runScript: NonNullable<AgentOutside['runScript']>,
  ): Promise<DocumentRun> {
    const answers: Answer[] = [];
    const run = await answerInTurn(startRun(command, index, false), async (question) => {
      const answer: Answer =
        question.kind !== 'script'
          ? this.#outside.answer(question)
          : { kind: 'script', script: await runScript(question.text, question.context) };
      answers.push(answer);
      return answer;
    });
    command.keepAnswers(index, answers);
    return run;
  }

  #follow(place: Place, instance: ManagedNode, run: DocumentRun): void {
    const { command, index } = place;
    instance.scriptsRun += run.scriptsRun;
    const appointments = this.#plan(place, instance, run);
    if (run.status === undefined) {
      instance.agent.fallSilent(command.runOf(index).startedMs + run.durationMs);
      return;
    }
    const going = this.#going.get(command) ?? new Map<number, Going>();
    this.#going.set(command, going.set(index, { appointments }));
  }

  /** Puts on the timeline what is to come of a run: the reports, and the end unless the agent never tells it. */
  #plan(place: Place, instance: ManagedNode, run: DocumentRun): Appointment[] {
    const { command, index } = place;
    const { startedMs } = command.runOf(index);
    const { timeline } = this.#host;
    const atEnd = run.status === undefined ? Number.POSITIVE_INFINITY : run.durationMs;
    const times = new Set(run.reports.map(({ atMs }) => atMs).filter((atMs) => atMs < atEnd));
    const reports = [...times].map((atMs) => {
      const count = run.reports.filter((report) => report.atMs <= atMs).length;
      return timeline.at(startedMs + atMs, () => this.#report(place, instance, count));
    });
    if (run.status === undefined) return reports;
    return [...reports, timeline.at(startedMs + run.durationMs, () => this.#end(place, instance, run))];
  }

  #report({ command, index }: Place, instance: ManagedNode, count: number): void {
    const isLate = command.isOver(index);
    const { startedMs } = command.runOf(index);
    if (isLate || !instance.agent.hasBeenUpSince(startedMs, this.#host.timeline.nowMs)) return;
    command.recordReports(index, Math.max(count, command.reportsOf(index)));
  }

  /** The agent reports the end, if it has lived through the run. If not, the invocation rests until it expires. */
  #end(place: Place, instance: ManagedNode, run: DocumentRun): void {
    const { command, index } = place;
    const { startedMs } = command.runOf(index);
    this.#forget(place);
    if (!instance.agent.hasBeenUpSince(startedMs, this.#host.timeline.nowMs)) return;
    if (!command.isOver(index) && run.status !== undefined) {
      command.recordReports(index, run.reports.length);
      this.#settle(place, detailsOfStatus[run.status]);
    }
    this.#beginNext(instance, startedMs);
  }

  #beginNext(instance: ManagedNode, startedMs: number): void {
    for (;;) {
      const next = this.#slots.free(instance, startedMs);
      if (next === undefined) return;
      if (next.command.isOver(next.index)) continue;
      this.begin(next, instance);
      return;
    }
  }

  #forget({ command, index }: Place): void {
    const going = this.#going.get(command);
    going?.delete(index);
    if (going?.size === 0) this.#going.delete(command);
  }
}
