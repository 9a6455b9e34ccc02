import { defineConfig } from './lib/configuration/config.ts';

/**
 * What Muster does in your accounts. Every field but the packages of your agent has a default that is right for most;
 * a mistake is reported at synth, with the field, the value and what is allowed.
 */
export default defineConfig({
  /**
   * Where to deploy. Empty: wherever the CDK command line points (`CDK_DEFAULT_ACCOUNT`, `CDK_DEFAULT_REGION`).
   * `overrides` takes any setting below; `documents` are overridden parameter by parameter, `retention` and `names`
   * field by field, everything else as a whole.
   *
   *   { name: 'prod-frankfurt', account: '...', region: 'eu-central-1', overrides: { launchDelaySeconds: 120 } },
   */
  environments: [],

  /** How long a launch waits before the first look, so that its agent can register. 0 to 900 seconds. */
  launchDelaySeconds: 180,

  /** For how long launches are collected into one batch. Longer is cheaper, shorter is quicker. 1 to 300 seconds. */
  batchingWindowSeconds: 180,

  /**
   * How many launches a call takes at most (11 to 10,000), and how many calls run at once (2 to 1,000). A burst is split
   * over the calls, so fewer of them fill their orders better; two take some 200 launches a second.
   */
  batchSizeMax: 1000,
  concurrencyMax: 2,

  /**
   * How often an instance is looked at again that is not managed yet: every `recheckMinutes` in its first half hour
   * (1 to 60), then every `lateRecheckMinutes`. After `horizonMinutes` it is called unmanaged, with the cause; so
   * `lateRecheckMinutes` may not be more than that.
   */
  recheckMinutes: 5,
  lateRecheckMinutes: 15,
  horizonMinutes: 120,

  /** How many commands an instance gets for one start, when they end for passing reasons. 1 to 10. */
  commandAttemptsMax: 3,

  /**
   * How many instances that ran before Muster was deployed are taken up by each sweep, every half hour. 0 leaves them alone:
   * nothing is sent to an existing fleet before you ask for it. At most 10,000.
   */
  adoptPerSweepMax: 0,

  /**
   * Which document a kind of instance gets. The first profile whose tags are all on the instance wins; `*` in a value
   * stands for any text. A platform that the winning profile does not name is left alone, with a reason. `document`
   * is the name of a file in documents/command, or of a document of AWS; `parameters` outweigh those below.
   */
  profiles: [
    {
      // EMR takes no user data and its nodes must not be updated behind its back; this document updates nothing.
      name: 'emr',
      tags: { 'aws:elasticmapreduce:job-flow-id': '*' },
      documents: { Linux: { document: 'InstallAgentLinux' } },
    },
    {
      name: 'default',
      documents: {
        Linux: { document: 'InstallAgentLinux' },
        Windows: { document: 'InstallAgentWindows' },
      },
    },
  ],

  /** Instances with one of these tags are left alone. `value` may hold `*`, and is `*` when it is not given. */
  excludeTags: [{ key: 'muster:exclude', value: 'true' }],

  /**
   * The agent: the defaults of the documents' parameters (documents/README.md has them all). They are part of the
   * document, so a new agent version is a new document version. REPLACE all of this by your own agent: a package is
   * `<system>/<architecture>=<https address>#<SHA-256>`, and the most specific system wins (`rhel-9`, `rhel`, `rpm`).
   */
  documents: {
    InstallAgentLinux: {
      AgentName: 'example-agent',
      AgentVersion: '1.0.0',
      ServiceName: 'example-agent',
      Packages: [
        `rpm/x86_64=https://packages.example.com/example-agent-1.0.0.x86_64.rpm#${'0'.repeat(64)}`,
        `rpm/arm64=https://packages.example.com/example-agent-1.0.0.aarch64.rpm#${'0'.repeat(64)}`,
        `deb/x86_64=https://packages.example.com/example-agent_1.0.0_amd64.deb#${'0'.repeat(64)}`,
        `deb/arm64=https://packages.example.com/example-agent_1.0.0_arm64.deb#${'0'.repeat(64)}`,
      ].join(' '),
    },
    InstallAgentWindows: {
      AgentName: 'Example Agent',
      AgentVersion: '1.0.0',
      ServiceName: 'ExampleAgent',
      Packages: `windows/x86_64=https://packages.example.com/example-agent-1.0.0.msi#${'0'.repeat(64)}`,
    },
  },

  /** Who is written to when an alarm goes off. Each address must confirm its subscription once. */
  alarmEmails: [],

  /** How long things are kept: logs, roster entries of instances that are gone, messages that nobody could read. */
  retention: { logDays: 90, closedEntryDays: 30, deadLetterDays: 14 },

  /**
   * What the names of documents and alarms, and the paths of parameters, begin with. Another `prefix` is another
   * installation beside one that is deployed already: change `parameterPath` too, or their parameters collide.
   */
  names: { prefix: 'Muster', parameterPath: '/muster' },

  /**
   * The rest of the estate, each a stack of its own. Take a line in, even as `{}`, to turn it on; docs/estate/ has what
   * else each can do. An environment's `overrides` turns one off with null.
   *
   *   groups: { web: { tags: { App: ['web'] } } },  resource groups, for `targets: { group: 'web' }` below
   *   access: {},        a policy that keeps the tags of targets safe; Default Host Management when you name it
   *   patching: {},      baselines for the patch group `default` and a weekly scan; installs nothing until you say when
   *   parameters: { tree: { retail: { shop: { prod: { 'db/host': 'db.internal' } } } } },
   *   inventory: {},     what is installed where, every 12 hours, in a bucket with tables and queries
   *   associations: {},  the agent of Systems Manager up to date on every node
   *   sessions: {},      idle sessions end after 20 minutes, and every start and end is told
   */
});
