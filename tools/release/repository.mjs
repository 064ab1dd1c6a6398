/**
 * Where this project is published is said in one place, `repository` of package.json. Everything else follows from it:
 * `bugs`, `homepage`, links and pictures of both packages' pages, npm's provenance.
 */

/** Names that stand where one has yet to be filled in. */
const placeholder =
  /^(?:owner|user(?:name)?|your[-_]?\w*|name|org(?:anization)?|repo(?:sitory)?|example|placeholder|todo|changeme|x+)$/i;

/** The fields of package.json for `owner/name` on GitHub. */
export function repositoryFields(slug) {
  const url = `https://github.com/${slug}`;
  return {
    repository: { type: 'git', url: `${url}.git` },
    bugs: { url: `${url}/issues` },
    homepage: `${url}#readme`,
  };
}

/** `owner/name` and the address of the repository that a manifest names; undefined while it names none. */
export function repositoryOf({ repository }) {
  const named = typeof repository === 'string' ? repository : repository?.url;
  const [, slug] = /^https:\/\/github\.com\/([\w.-]+\/[\w.-]+?)(?:\.git)?$/.exec(named ?? '') ?? [];
  if (slug === undefined || slug.split('/').some((part) => placeholder.test(part))) return undefined;
  return { slug, url: `https://github.com/${slug}` };
}

/**
 * Why a manifest cannot be released from here, each in one sentence; empty when it can.
 *
 * @param {object} release
 * @param {{ publisher?: string, version?: string }} release.manifest package.json
 * @param {NodeJS.ProcessEnv} release.environment GITHUB_REPOSITORY and GITHUB_REF_NAME say where and of what the build is;
 *   MARKETPLACE_PUBLISHER is the publisher that the release environment may publish as.
 * @param {string} release.changelog
 * @returns {string[]}
 */
export function releaseProblems({ manifest, environment, changelog }) {
  const problems = [];
  const { GITHUB_REPOSITORY: built, GITHUB_REF_NAME: tag, MARKETPLACE_PUBLISHER: publisher } = environment;
  const found = repositoryOf(manifest);
  if (found === undefined)
    problems.push(
      'package.json names no repository on GitHub. Run: node tools/release/setRepository.mjs OWNER/NAME',
    );
  else {
    const expected = repositoryFields(found.slug);
    for (const name of Object.keys(expected))
      if (JSON.stringify(manifest[name]) !== JSON.stringify(expected[name]))
        problems.push(
          `"${name}" of package.json does not belong to ${found.url}. Run: node tools/release/setRepository.mjs ${found.slug}`,
        );
    if (!built) problems.push('GITHUB_REPOSITORY is not set: releases are built by the workflow alone.');
    else if (built.toLowerCase() !== found.slug.toLowerCase())
      problems.push(`This is built in ${built}, but package.json names ${found.slug}.`);
  }
  if (!/^[a-z0-9][a-z0-9-]*$/i.test(manifest.publisher ?? '') || placeholder.test(manifest.publisher))
    problems.push('package.json names no publisher.');
  else if (publisher !== manifest.publisher)
    problems.push(
      publisher
        ? `The release environment publishes as ${publisher}, but package.json names ${manifest.publisher}.`
        : 'MARKETPLACE_PUBLISHER is not set: it is a variable of the release environment.',
    );
  if (tag !== `v${manifest.version}`)
    problems.push(`The tag is ${tag || 'missing'}, but the version is ${manifest.version}.`);
  if (!changelog.includes(`\n## [${manifest.version}]`))
    problems.push(`CHANGELOG.md has no section for ${manifest.version}.`);
  return problems;
}
