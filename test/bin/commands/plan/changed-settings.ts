/** A configuration that differs from `muster.config.ts`: who is excluded, and what the profile gives to Linux. */
export const changedSettings = {
  excludeTags: [{ key: 'Owner', value: 'lab' }],
  profiles: [
    {
      name: 'default',
      documents: {
        Linux: { document: 'InstallAgentLinux', parameters: { AgentVersion: '2.0.0' } },
        Windows: { document: 'InstallAgentWindows' },
      },
    },
  ],
};
