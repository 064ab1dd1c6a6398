/**
 * `npm run` writes its whole configuration and its own project into the environment. An npm that is started from there
 * would take them for its own: another Node's version, another prefix, another project's name. Of npm's variables only
 * those go on that say how the registry is reached; everything else is left as it is.
 */
const passedOn = new Set([
  // The registry, and the files that name it and hold its keys.
  'registry',
  'userconfig',
  'globalconfig',
  // Proxies.
  'proxy',
  'https_proxy',
  'http_proxy',
  'noproxy',
  'no_proxy',
  'local_address',
  // Certificates.
  'ca',
  'cafile',
  'cert',
  'certfile',
  'key',
  'keyfile',
  'strict_ssl',
  // The cache of packages.
  'cache',
]);

const configured = /^npm_config_(.+)$/i;
const ofNpm = /^npm_/i;
/** Settings of one registry (`//host/:_authToken`) or of one scope (`@scope:registry`). */
const scoped = /^(?:\/\/|@[^:]+:registry$)/;

/**
 * @param {NodeJS.ProcessEnv} environment As this process has it.
 * @returns {NodeJS.ProcessEnv} As a nested npm should have it.
 */
export function nestedNpmEnvironment(environment) {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !ofNpm.test(name) || goesOn(name)),
  );
}

function goesOn(name) {
  const setting = configured.exec(name)?.[1];
  if (setting === undefined) return false;
  return scoped.test(setting) || passedOn.has(setting.toLowerCase().replaceAll('-', '_'));
}
