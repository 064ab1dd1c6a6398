/**
 * A page of this repository as a package carries it. There a link to a file leads nowhere and a picture is broken, so
 * both become addresses in the repository, at the tag of the version. While no repository is named, pictures are left
 * out and links become their words.
 *
 * @param {string} text
 * @param {object} place
 * @param {string} [place.repository] Address on GitHub.
 * @param {string} place.tag
 * @param {string} [place.folder] Of the page, from the root, such as `docs`.
 */
export function packagedMarkdown(text, { repository, tag, folder = '' }) {
  const target = (link, kind) => {
    const [file = '', fragment] = link.split('#');
    const { pathname } = new URL(file, `https://root/${folder ? `${folder}/` : ''}`);
    return `${repository}/${kind}/${tag}${pathname}${fragment === undefined ? '' : `#${fragment}`}`;
  };
  const rewritten = text.split(/(^```[\s\S]*?^```$|`[^`\n]*`)/m).map((part, index) => {
    if (index % 2 === 1) return part;
    return part.replace(/(!?)\[([^\]\n]*)\]\(([^)\s]+)\)/g, (whole, mark, words, link) => {
      if (/^(?:[a-z][\w+.-]*:|#)/i.test(link)) return whole;
      if (repository === undefined) return mark === '!' ? '' : words;
      return `${mark}[${words}](${target(link, mark === '!' ? 'raw' : 'blob')})`;
    });
  });
  return rewritten.join('').replace(/\n{3,}/g, '\n\n');
}
