import { Git, GitError } from './git.ts';

/** What was asked a moment ago still holds, ms. */
const fresh = 60_000;
const most = 100;

/** Who works in a folder, as git has it: its own configuration, else the person's. Never an address. */
export class GitUsers {
  readonly #known = new Map<string, { readonly name: string | undefined; readonly at: number }>();

  async nameIn(folder: string): Promise<string | undefined> {
    const known = this.#known.get(folder);
    if (known && performance.now() - known.at < fresh) return known.name;
    const name = await askName(folder);
    this.#known.delete(folder);
    this.#known.set(folder, { name, at: performance.now() });
    const [oldest] = this.#known.keys();
    if (this.#known.size > most && oldest !== undefined) this.#known.delete(oldest);
    return name;
  }
}

async function askName(folder: string): Promise<string | undefined> {
  try {
    const name = (await new Git(folder).run(['config', '--get', 'user.name'], undefined, 4_096)).trim();
    return withoutAddress(name);
  } catch (error) {
    // Nobody has said, or there is no git.
    if (GitError.is(error)) return undefined;
    throw error;
  }
}

/** Some have their address for a name, or behind it. */
export function withoutAddress(name: string): string | undefined {
  const plain = name
    .split(/\s+/)
    .filter((word) => word !== '' && !word.includes('@'))
    .join(' ')
    .slice(0, 80);
  return plain === '' ? undefined : plain;
}
