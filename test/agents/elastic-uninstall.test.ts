import { testUninstall } from './uninstall-cases.ts';

testUninstall({
  script: 'elastic-uninstall.sh',
  packageName: 'elastic-agent',
  folder: 'var/lib/elastic-agent',
  leftOver: 'etc/elastic-agent/fleet.enc',
});
