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

/** The arrows of docs/design.md ("Rooms"), as what they forbid. A package is a target as well as a file. */
const bans: readonly Ban[] = [
  {
    from: /^muster\.config\.ts$/,
    to: /^(?!lib\/configuration\/config\.ts$)/,
    instead: 'import lib/configuration/config.ts only: it is the one file that a user edits',
  },
  {
    from: /^lib\//,
    to: /^lambdas\/(?!shared\/(runtime\/(contract|setting-forms)\.ts$|domain\/)|[^/]+\/[^/]+-settings\.ts$)/,
    instead:
      'import contract.ts, lambdas/shared/domain or the settings of a function: a stack knows names and forms, not code that runs elsewhere',
  },
  {
    from: /^lib\//,
    to: /^(bin|simulator|packages|test)\/|^muster\.config\.ts$|^local-cloud/,
    instead: 'take it as an argument',
  },
  {
    from: /^lambdas\//,
    to: /^(lib|bin|simulator|packages|test)\/|^muster\.config\.ts$|^local-cloud/,
    instead: 'put what both sides need into lambdas/shared/runtime/contract.ts or lambdas/shared/domain',
  },
  {
    from: /^lambdas\//,
    to: /^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/,
    instead: 'leave the CDK to lib: it would be 30 MB of every bundle',
  },
  {
    from: /^lambdas\/shared\/runtime\/contract\.ts$/,
    to: /^/,
    instead: 'import nothing: both sides import this file',
  },
  {
    from: /^lambdas\/shared\/domain\//,
    to: /^(?!lambdas\/shared\/domain\/)/,
    instead: 'import lambdas/shared/domain only: the vocabulary knows no I/O, no SDK and no clock',
  },
  {
    from: /^lambdas\/shared\//,
    to: /^lambdas\/(?!shared\/)/,
    instead: 'import lambdas/shared only: what is shared knows no function',
  },
  {
    from: /^lambdas\/shared\/clients\//,
    to: /^lambdas\/shared\/runtime\/(?!(contract|log)\.ts$)/,
    instead: 'import contract.ts or log.ts of the runtime only: a client serves every function',
  },
  {
    from: /^lambdas\/(?!shared\/clients\/|[^/]+\/[^/]+-client\.ts$)/,
    to: /^@(aws-sdk|smithy)\//,
    instead: 'call it through lambdas/shared/clients or a *-client.ts, where the types of the SDK stop',
  },
  { from: /^lib\//, to: /^@(aws-sdk|smithy)\//, instead: 'decide at synth, or read it in a function' },
  {
    from: /^packages\/local-cloud\/src\/(?!core\/wire\/)/,
    to: /^@(aws-sdk|smithy)\//,
    areTypesAllowed: true,
    instead: 'import its types, or put what runs into packages/local-cloud/src/core/wire',
  },
  {
    from: /^packages\/local-cloud\/src\//,
    to: /^(?!packages\/local-cloud\/src\/|@aws-sdk\/|@smithy\/|node:|yaml$)/,
    instead: 'read it from cdk.out, as AWS does: the local cloud knows no application',
  },
  {
    from: /^packages\/local-cloud\/src\/core\//,
    to: /^packages\/local-cloud\/src\/(?!core\/)/,
    instead: 'import core only: what every service stands on knows no service',
  },
  {
    from: /^packages\/local-cloud\/src\/(services|worker|agent)\//,
    to: /^packages\/local-cloud\/src\/(account|deployment)\//,
    instead: 'take it as a port: account/ connects the services, deployment/ builds in them',
  },
  {
    from: /^(bin|simulator|test)\//,
    to: /^packages\/local-cloud\//,
    instead: "import 'local-cloud': packages/local-cloud/src/index.ts says what others may use",
  },
  {
    // A roll-out is started as a person starts it: by the desk, and with a client of a person.
    from: /^simulator\/(?!bench\/naive\/|rollouts\/)/,
    to: /^@(aws-sdk|smithy)\//,
    areTypesAllowed: true,
    instead: 'ask the local cloud, not a client of its own',
  },
  {
    from: /^simulator\/(?!bench\/naive\/)/,
    to: /^lambdas\/(?!shared\/(runtime\/(contract|setting-forms)\.ts$|clients\/(diagnosis\/(network|vpc)-shapes|rollout\/rollout-desk|roster\/roster-item)\.ts$|domain\/))/,
    instead:
      'import contract.ts or setting-forms.ts of lambdas/shared/runtime, network-shapes.ts, vpc-shapes.ts, rollout-desk.ts and roster-item.ts of the clients, or lambdas/shared/domain: the proof speaks the words of the product, and runs its bundles',
  },
  {
    from: /^simulator\//,
    to: /^(lib|bin|test)\/|^muster\.config\.ts$|^(aws-cdk-lib|constructs)(\/|$)/,
    instead: 'read it from cdk.out, as AWS does',
  },
  {
    from: /^lib\/(constructs|documents)\//,
    to: /^lib\/(?!constructs\/|documents\/)/,
    instead: 'take it as an argument: every capability stands on constructs and documents',
  },
  {
    from: /^(?!scripts\/|test\/|bin\/entry\.mjs$|packages\/[^/]+\/(scripts\/|test\/|build-command\.mjs$))/,
    to: /^(scripts\/|esbuild$)/,
    instead: 'leave building to scripts, and asking for it to bin/entry.mjs: what runs is built',
  },
  {
    from: /^(scripts\/|bin\/entry\.mjs$)/,
    to: /^(?!scripts\/|esbuild$|node:)/,
    instead: 'read it as a file: what builds runs before anything is built',
  },
  {
    from: /^bin\/(?!commands\/|print\/)/,
    to: /^simulator\/|^local-cloud/,
    instead: 'leave the local cloud to bin/commands and bin/print: no deployment needs it',
  },
  {
    from: /^bin\/commands\/([^/]+)\/\1\.ts$/,
    to: /^local-cloud|^bin\/commands\/shared\/(synthesize|deploy-locally)\.ts$/,
    areTypesAllowed: true,
    instead: 'put it into run-<name>.ts, behind await import: help and a wrong flag need no local cloud',
  },
  {
    from: /^bin\/(?!cdk\.ts$)/,
    to: /^(aws-cdk-lib|constructs)(\/|$)/,
    instead: 'leave the CDK to bin/cdk.ts: it takes a second to load',
  },
  {
    from: /^(bin|lambdas|lib|simulator|packages\/[^/]+\/src)\//,
    to: /^(test\/|vitest|local-cloud\/test|packages\/[^/]+\/test\/)/,
    instead: 'move it out of test/',
  },
];

/** Imports that go against an arrow. */
export function findWrongArrows({ file, imports }: Source): Finding[] {
  return imports.flatMap(({ target, line, isTypeOnly }) => {
    const broken = [
      ...bans.filter(
        (ban) => ban.from.test(file) && ban.to.test(target) && !(isTypeOnly && ban.areTypesAllowed === true),
      ),
      ...otherFunction(file, target),
    ];
    return broken.map(({ instead }) => ({ file, line, message: `imports ${target}; instead: ${instead}` }));
  });
}

/** Functions that are made of others: the recheck is the first look and the follow-up again, not a second way. */
const reuse: Readonly<Record<string, readonly string[]>> = { recheck: ['onboard', 'follow-up'] };

const functionOf = (file: string) => /^lambdas\/(?!shared\/)([^/]+)\//.exec(file)?.[1];

function otherFunction(file: string, target: string): { instead: string }[] {
  const [own, other] = [functionOf(file), functionOf(target)];
  if (own === undefined || other === undefined || own === other) return [];
  if (reuse[own]?.includes(other) === true) return [];
  return [{ instead: 'move what two functions need into lambdas/shared' }];
}

/** Plans that reach more than the domain, on whatever way: they would not be pure. */
export function findImpurePlans(sources: readonly Source[]): Finding[] {
  const byFile = new Map(sources.map((source) => [source.file, source]));
  const plans = sources.filter(({ file }) => /^lambdas\/[^/]+\/plan-[^/]*\.ts$/.test(file));
  return plans.flatMap(({ file }) =>
    importsFrom(file, byFile)
      .filter(
        ({ target }) => !/^lambdas\/shared\/domain\//.test(target) && functionOf(target) !== functionOf(file),
      )
      .map(({ target, line }) => ({
        file,
        line,
        message: `reaches ${target}; instead: import lambdas/shared/domain only and take the rest as arguments`,
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
