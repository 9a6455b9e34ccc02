import type { Finding, Import, Source } from './source.ts';

/** An arrow that may not be: from some files to some targets. */
interface Ban {
  readonly from: RegExp;
  readonly to: RegExp;
  /** What to do instead, and why. */
  readonly instead: string;
  /** Types leave nothing behind at run time. @default false */
  readonly areTypesAllowed?: boolean;
}

/** The arrows of docs/design.md ("Import arrows"), as what they forbid. A package is a target as well as a file. */
const bans: readonly Ban[] = [
  {
    from: /^muster\.config\.ts$/,
    to: /^(?!lib\/config\.ts$)/,
    instead: 'import lib/config.ts only: it is the one file that a user edits',
  },
  {
    from: /^lib\//,
    to: /^lambdas\/(?!contract\.ts$|domain\/)/,
    instead:
      'import lambdas/contract.ts or lambdas/domain: a stack knows names, not code that runs elsewhere',
  },
  { from: /^lib\//, to: /^(bin|local|test)\/|^muster\.config\.ts$/, instead: 'take it as an argument' },
  {
    from: /^lambdas\//,
    to: /^(lib|bin|local|test)\/|^muster\.config\.ts$/,
    instead: 'put what both sides need into lambdas/contract.ts or lambdas/domain',
  },
  {
    from: /^lambdas\//,
    to: /^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/,
    instead: 'leave the CDK to lib: it would be 30 MB of every bundle',
  },
  {
    from: /^lambdas\/contract\.ts$/,
    to: /^/,
    instead: 'import nothing: both sides import this file',
  },
  {
    from: /^lambdas\/domain\//,
    to: /^(?!lambdas\/domain\/)/,
    instead: 'import lambdas/domain only: the vocabulary knows no I/O, no SDK and no clock',
  },
  {
    from: /^lambdas\/clients\//,
    to: /^lambdas\/(?!clients\/|domain\/|(contract|log)\.ts$)/,
    instead: 'import clients, domain, contract.ts or log.ts: a client serves every function',
  },
  {
    from: /^lambdas\/(?!clients\/)/,
    to: /^@(aws-sdk|smithy)\//,
    instead: 'call it through lambdas/clients, where the types of the SDK stop',
  },
  { from: /^lib\//, to: /^@(aws-sdk|smithy)\//, instead: 'decide at synth, or read it in a function' },
  {
    from: /^local\/(?!cloud\/wire\/|simulator\/naive\/)/,
    to: /^@(aws-sdk|smithy)\//,
    areTypesAllowed: true,
    instead: 'import its types, or put what runs into local/cloud/wire',
  },
  {
    from: /^local\//,
    to: /^(lib|lambdas|bin|test)\/|^muster\.config\.ts$|^(aws-cdk-lib|constructs)(\/|$)/,
    instead: 'read it from cdk.out, as AWS does',
  },
  {
    from: /^bin\/(?!commands\/|print\/)/,
    to: /^local\//,
    instead: 'leave the local cloud to bin/commands and bin/print: no deployment needs it',
  },
  {
    from: /^bin\/(?!app\.ts$)/,
    to: /^(aws-cdk-lib|constructs)(\/|$)/,
    instead: 'leave the CDK to bin/app.ts: it takes a second to load',
  },
  { from: /^(bin|lambdas|lib|local)\//, to: /^(test\/|vitest)/, instead: 'move it out of test/' },
];

/** Imports that go against an arrow. */
export function findWrongArrows({ file, imports }: Source): Finding[] {
  return imports.flatMap(({ target, line, isTypeOnly }) => {
    const broken = [
      ...bans.filter(
        (ban) => ban.from.test(file) && ban.to.test(target) && !(isTypeOnly && ban.areTypesAllowed === true),
      ),
      ...otherCapability(file, target),
    ];
    return broken.map(({ instead }) => ({ file, line, message: `imports ${target}; instead: ${instead}` }));
  });
}

/** Functions that are made of others: the recheck is the first look and the follow-up again, not a second way. */
const reuse: Readonly<Record<string, readonly string[]>> = { recheck: ['onboard', 'follow-up'] };

const capability = (file: string) => /^lambdas\/(?!clients\/|domain\/)([^/]+)\//.exec(file)?.[1];

function otherCapability(file: string, target: string): { instead: string }[] {
  const [own, other] = [capability(file), capability(target)];
  if (own === undefined || other === undefined || own === other) return [];
  if (reuse[own]?.includes(other) === true) return [];
  return [{ instead: 'move what two functions need into lambdas/domain or lambdas/clients' }];
}

/** Plans that reach more than the domain, on whatever way: they would not be pure. */
export function findImpurePlans(sources: readonly Source[]): Finding[] {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const plans = sources.filter(({ file }) => /^lambdas\/[^/]+\/plan-[^/]*\.ts$/.test(file));
  return plans.flatMap(({ file }) =>
    importsFrom(file, byFile)
      .filter(({ target }) => !/^lambdas\/domain\//.test(target) && capability(target) !== capability(file))
      .map(({ target, line }) => ({
        file,
        line,
        message: `reaches ${target}; instead: import lambdas/domain only and take the rest as arguments`,
      })),
  );
}

/** Every import on the way from a file, each with the line of the first step. */
function importsFrom(file: string, byFile: ReadonlyMap<string, Source>): { target: string; line: number }[] {
  const found = new Map<string, number>();
  const follow = (imports: readonly Import[], firstLine?: number) => {
    for (const { target, line, isTypeOnly } of imports) {
      if (isTypeOnly || found.has(target)) continue;
      found.set(target, firstLine ?? line);
      follow(byFile.get(target)?.imports ?? [], firstLine ?? line);
    }
  };
  follow(byFile.get(file)?.imports ?? []);
  return [...found].map(([target, line]) => ({ target, line }));
}

/** What is run without being imported. */
const entries: readonly RegExp[] = [
  /^bin\/(app|muster)\.ts$/,
  /^lambdas\/[^/]+\/handler\.ts$/,
  /^local\/simulator\/naive\/(wait-then-send|send-at-once)\.ts$/, // bundled by scripts/build.mjs for the bench
  /^lambdas\/clients\/environment-credentials\.ts$/, // put in place of the SDK's own by scripts/build.mjs
];

/** Programs that no entry reaches: only tests would miss them. */
export function findDeadFiles(sources: readonly Source[]): Finding[] {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const product = sources.filter(({ file }) => /^(lib|lambdas|local|bin)\/.*\.ts$/.test(file));
  const alive = new Set<string>();
  const follow = (file: string) => {
    if (alive.has(file)) return;
    alive.add(file);
    for (const { target } of byFile.get(file)?.imports ?? []) follow(target);
  };
  for (const { file } of product) if (entries.some((entry) => entry.test(file))) follow(file);
  const dead = product.filter(({ file }) => !alive.has(file));
  return dead.map(({ file }) => ({
    file,
    line: 1,
    message:
      'is reached from no entry (bin/app.ts, bin/muster.ts, lambdas/*/handler.ts); instead: import it or delete it',
  }));
}
