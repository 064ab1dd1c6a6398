import { expect, it } from 'vitest';
import { childEnvironment } from '../../../src/client/childEnvironment.ts';

it('brings the way out of the machine along, and what shuts it, but no secrets', () => {
  const needed = {
    HTTPS_PROXY: 'http://proxy:8080',
    no_proxy: 'git.example',
    NODE_EXTRA_CA_CERTS: '/etc/own.pem',
    MEMORY_BRIDGE_OFFLINE: '1',
    HF_HUB_OFFLINE: '1',
    transformers_offline: '1',
  };
  expect(childEnvironment({ ...needed, GITLAB_TOKEN: 'hush', HF_TOKEN: 'hush' })).toEqual(needed);
});
