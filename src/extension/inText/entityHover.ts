import {
  type CancellationToken,
  Hover,
  type HoverProvider,
  l10n,
  languages,
  MarkdownString,
  type Position,
  type TextDocument,
  workspace,
} from 'vscode';
import type { MemoryClient } from '../../client/memoryClient.ts';
import { ageLabel } from '../../core/text/ageLabel.ts';
import type { DisposableLike } from '../../core/disposable.ts';
import type { EntityDetails } from '../../protocol/entityDetails.ts';
import type { MemoryLine } from '../../protocol/memoryRecord.ts';
import type { Feature } from '../shared/feature.ts';
import type { CommandId } from '../shared/ids.ts';
import { schemes } from '../shared/memory/memorySchemes.ts';
import { escapeMarkdown } from '../shared/platform/markdown.ts';
import { DisposableStore } from '../shared/platform/disposableStore.ts';
import { folderPathOf, workspaceFolderPaths } from '../shared/platform/workspaceFolders.ts';
import { settingsReader } from '../shared/settings.ts';
import { categoryLook } from '../shared/memory/categoryLook.ts';
import { brief } from '../shared/memory/brief.ts';
import { statusText } from '../shared/memory/memoryLabels.ts';
import { DocumentReferences } from './documentReferences.ts';
import { EntityCache, type EntityContext } from './entityCache.ts';
import { settings } from './inTextIds.ts';

const { read } = settingsReader(settings);
/** A hover is for a glance: the rest is one click away. */
const shownMemories = 6;
/** Schemes of documents that nobody works in. */
const foreignSchemes: ReadonlySet<string> = new Set(['output', schemes.read, schemes.edit]);

/** Says what is remembered about `!123`, `#456`, `&789` and their like. Says nothing where nothing is known. */
export class EntityHover implements Feature, HoverProvider {
  readonly name = 'entity hover';
  readonly #cache: EntityCache;
  readonly #references = new DocumentReferences();

  constructor(client: MemoryClient) {
    this.#cache = new EntityCache(client);
  }

  register(): DisposableLike {
    return new DisposableStore(this.#cache, languages.registerHoverProvider({ scheme: '*' }, this));
  }

  async provideHover(
    document: TextDocument,
    position: Position,
    token: CancellationToken,
  ): Promise<Hover | undefined> {
    if (foreignSchemes.has(document.uri.scheme) || !read('memoryBridge.hover.enabled')) return undefined;
    const reference = await this.#references.at(document, position);
    if (!reference || token.isCancellationRequested) return undefined;
    const project = folderPathOf(document.uri) ?? workspaceFolderPaths()[0]?.path;
    try {
      const known = await this.#cache.get(reference.canonical, project);
      if (token.isCancellationRequested || (known.memories.length === 0 && !known.details?.title))
        return undefined;
      return new Hover(describe(known, workspace.isTrusted), reference.range);
    } catch {
      // The status bar says that memory is away; a hover over code is no place to repeat it.
      return undefined;
    }
  }
}

const openCommand: CommandId = 'memoryBridge.openMemory';
const recallCommand: CommandId = 'memoryBridge.recall';

function describe(
  { entity, memories, openBlockers, details }: EntityContext,
  isTrusted: boolean,
): MarkdownString {
  const text = new MarkdownString('', true);
  text.isTrusted = { enabledCommands: isTrusted ? [openCommand, recallCommand] : [openCommand] };
  text.appendMarkdown(`$(book) **${l10n.t('Memory of')} `);
  text.appendMarkdown(escapeMarkdown(entity));
  text.appendMarkdown('**');
  if (openBlockers > 0)
    text.appendMarkdown(
      ` · $(stop-circle) ${openBlockers === 1 ? l10n.t('1 open blocker') : l10n.t('{0} open blockers', openBlockers)}`,
    );
  text.appendMarkdown('\n\n');
  if (details?.title) appendDetails(text, details);
  for (const memory of memories.slice(0, shownMemories)) appendLine(text, memory);
  const more = memories.length - shownMemories;
  const all = commandLink(recallCommand, [entity]);
  if (more > 0) text.appendMarkdown(`\n\n[${l10n.t('{0} more', more)}](${all})`);
  return text;
}

/** What the forge calls it, as it was when it was last asked. The address is one of the forge's own host. */
function appendDetails(text: MarkdownString, { title, state, author, url, age }: EntityDetails): void {
  const name = escapeMarkdown(brief(title ?? '', 80));
  const asked = age === null || age === 'now' ? null : l10n.t('asked {0} ago', age);
  text.appendMarkdown(url === null ? name : `[${name}](${linkTarget(url)})`);
  for (const each of [state, author, asked])
    if (each !== null) text.appendMarkdown(` · ${escapeMarkdown(each)}`);
  text.appendMarkdown('\n\n');
}

const linkTarget = (url: string): string => url.replaceAll('(', '%28').replaceAll(')', '%29');

/** The title goes in as text, so that a memory cannot bring links of its own. */
function appendLine(text: MarkdownString, memory: MemoryLine): void {
  const look = categoryLook(memory.category);
  const status = memory.status === 'active' ? '' : ` · ${statusText(memory.status)}`;
  text.appendMarkdown(`- $(${look.icon}) [`);
  text.appendMarkdown(escapeMarkdown(brief(memory.title, 80)));
  text.appendMarkdown(
    `](${commandLink(openCommand, [memory.id])} "${look.one}") · ${ageLabel(memory.createdAt, Date.now())}${status}\n`,
  );
}

function commandLink(command: CommandId, args: readonly unknown[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}
