import { LocalCloud } from '../src/account/account.ts';
import type { Service } from '../src/core/service.ts';
import { defaultPlace } from '../src/deployment/place-of.ts';
import { type Count, type EvidenceOf, kebab } from './evidence.ts';

/** What stands between such lines is written by `npm run readme`. */
const blocks = {
  operations: 'operations: written by `npm run readme -w local-cloud`',
  recordings: 'recordings: written by `npm run readme -w local-cloud`',
} as const;

/** The services of every account. */
export function registeredServices(): readonly Service[] {
  return new LocalCloud({ ...defaultPlace, seed: 1, startMs: 0 }).gateway.services;
}

/** The path of an operation's file, relative to the package: the name of the operation in kebab case. */
export function fileOf(service: string, operation: string): string {
  return `src/services/${service}/operations/${kebab(operation)}.ts`;
}

/** Returns the README with these services in its table of operations. @throws Error when it lacks the two lines. */
export function withOperations(readme: string, services: readonly Service[], evidenceOf: EvidenceOf): string {
  return withBlock(readme, 'operations', operationsTable(services, evidenceOf));
}

/** Returns docs/fidelity.md with the share of recordings of each service. @throws Error when it lacks the two lines. */
export function withShares(text: string, services: readonly Service[], evidenceOf: EvidenceOf): string {
  return withBlock(text, 'recordings', sharesTable(services, evidenceOf));
}

function withBlock(text: string, name: keyof typeof blocks, content: string): string {
  const [begin, end] = [`<!-- ${blocks[name]} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`there are no lines ${begin} and ${end}`);
  return `${text.slice(0, from)}${begin}\n${content}\n${text.slice(to)}`;
}

function operationsTable(services: readonly Service[], evidenceOf: EvidenceOf): string {
  const all = services.flatMap((service) =>
    namesOf(service).map((name) => ({ service: service.name, name, ...evidenceOf(service.name, name) })),
  );
  const rows = all.map(({ service, name, isModelled, recordings, isTyped, isOfAgent }) =>
    row(
      ...[`\`${service}\``, `[${name}](${fileOf(service, name)})`, mark(isModelled), shareOf(recordings)],
      ...[mark(isTyped), mark(isOfAgent)],
    ),
  );
  const count = (isTrue: (one: (typeof all)[number]) => boolean) => all.filter(isTrue).length;
  return [
    `${all.length} operations: ${count(({ isModelled }) => isModelled)} tried against their model, ${count(({ recordings }) => recordings !== undefined)} against recordings, ${count(({ isTyped }) => isTyped)} with the AWS CLI, ${count(({ isOfAgent }) => isOfAgent)} against the agent.`,
    '',
    ...sharesTable(services, evidenceOf).split('\n'),
    '',
    row('service', 'operation', 'model', 'recordings', 'CLI', 'agent'),
    row(...Array.from({ length: 6 }, () => '---')),
    ...rows,
  ].join('\n');
}

/** How many recorded answers agree, by service and in all. */
function sharesTable(services: readonly Service[], evidenceOf: EvidenceOf): string {
  const counts = services.flatMap((service) => {
    const compared = namesOf(service).flatMap((name) => evidenceOf(service.name, name).recordings ?? []);
    return compared.length === 0
      ? []
      : [{ service: `\`${service.name}\``, operations: compared.length, ...sum(compared) }];
  });
  const total = {
    service: 'all',
    operations: counts.reduce((all, each) => all + each.operations, 0),
    ...sum(counts),
  };
  return [
    row('service', 'operations compared', 'answers that agree', 'share'),
    row(...Array.from({ length: 4 }, () => '---')),
    ...[...counts, total].map((each) =>
      row(each.service, String(each.operations), shareOf(each), `${percent(each)} %`),
    ),
  ].join('\n');
}

function namesOf({ operations }: Service): string[] {
  return Object.keys(operations).sort();
}

function sum(counts: readonly Count[]): Count {
  return counts.reduce((all, { agree, of }) => ({ agree: all.agree + agree, of: all.of + of }), {
    agree: 0,
    of: 0,
  });
}

/** Rounded down, so that 100 % says that all agree. */
function percent({ agree, of }: Count): string {
  return (Math.floor((1000 * agree) / of) / 10).toFixed(1);
}

function shareOf(count: Count | undefined): string {
  return count === undefined ? '' : `${count.agree} of ${count.of}`;
}

function mark(isTrue: boolean): string {
  return isTrue ? 'yes' : '';
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`.replace(/ {2,}/g, ' ');
}
