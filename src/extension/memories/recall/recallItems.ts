import {
  l10n,
  type QuickInputButton,
  type QuickPickItem,
  QuickPickItemKind,
  ThemeIcon,
  workspace,
} from 'vscode';
import { ageLabel } from '../../../core/text/ageLabel.ts';
import type { RankExplanation } from '../../../core/ranking/rankExplanation.ts';
import type { WithoutModel } from '../../../core/memory/withoutModelNote.ts';
import { oneLine } from '../../../core/text/oneLine.ts';
import type { MemoryLine } from '../../../protocol/memoryRecord.ts';
import type { CommandId } from '../../shared/ids.ts';
import { categoryLook } from '../../shared/memory/categoryLook.ts';
import { brief } from '../../shared/memory/brief.ts';
import { adviceFor } from '../../shared/errors/errorAdvice.ts';
import { labelOf } from '../../shared/errors/errorPresenter.ts';
import { correctionsText, reasonsText, withoutModelText } from './recallReasons.ts';

export interface RecallItem extends QuickPickItem {
  /** Missing on separators and on the entry that creates a memory. */
  readonly memory?: FoundMemory;
  readonly create?: string;
  /** A way out, where nothing could be asked. */
  readonly command?: CommandId;
  readonly buttons?: readonly RecallButton[];
}

export interface RecallButton extends QuickInputButton {
  /** Without one it shows why each memory was found. */
  readonly command?: CommandId;
}

type FoundMemory = Pick<MemoryLine, 'id' | 'title' | 'category' | 'pinned' | 'createdAt' | 'entities'> & {
  readonly snippet: string;
};

/** What a question found, or the newest memories when nothing was asked. */
export interface Found {
  readonly memories: readonly FoundMemory[];
  readonly explanations?: readonly RankExplanation[] | undefined;
  readonly folded?: readonly { readonly into: string; readonly ids: readonly string[] }[] | undefined;
  readonly corrections?: readonly { readonly from: string; readonly to: string }[] | undefined;
  readonly related?: readonly string[] | undefined;
  /** Nothing was found because nothing has been remembered here yet. */
  readonly empty?: boolean | undefined;
  readonly withoutModel?: WithoutModel | undefined;
}

/** Rows of `Memory: Recall…`. `showsReasons`: why each was found stands where the text of the memory stands otherwise. */
export function itemsOf(found: Found, query: string, showsReasons: boolean): RecallItem[] {
  const reasons = new Map(found.explanations?.map((each) => [each.id, reasonsText(each)]));
  const repeats = new Map(found.folded?.map(({ into, ids }) => [into, ids.length]));
  const items = found.memories.map((memory) =>
    toItem(memory, {
      reasons: reasons.get(memory.id) ?? '',
      showsReasons,
      repeats: repeats.get(memory.id) ?? 0,
    }),
  );
  if (query === '') return items.length > 0 ? [heading(l10n.t('Newest')), ...items] : [nothingYet()];
  const notes = [correctionsText(found.corrections ?? []), withoutModelText(found.withoutModel)];
  const note = notes.filter((each) => each !== undefined).join(' · ');
  const isRelated = ({ memory }: RecallItem) =>
    memory !== undefined && found.related?.includes(memory.id) === true;
  const related = items.filter(isRelated);
  const listed =
    related.length === 0
      ? items
      : [...items.filter((item) => !isRelated(item)), heading(l10n.t('Related')), ...related];
  const shown = note === '' ? listed : [heading(note), ...listed];
  if (!workspace.isTrusted) return shown;
  const create: RecallItem = {
    label: l10n.t('Remember “{0}”…', brief(query)),
    iconPath: new ThemeIcon('add'),
    alwaysShow: true,
    create: query,
  };
  // What was found may not be what was meant, so the way to a new memory is always there, at the end.
  return items.length === 0
    ? [
        ...shown,
        { ...create, detail: found.empty ? emptyText() : l10n.t('Nothing is known about this yet.') },
      ]
    : [...shown, heading(''), create];
}

/** Why nothing could be asked, by name, and the ways out. */
export function failedItems(error: unknown): RecallItem[] {
  const advice = adviceFor(error);
  if (advice.kind !== 'known')
    return [{ label: l10n.t('The memory server does not answer.'), alwaysShow: true }];
  const end = advice.message.indexOf('. ') + 1;
  const [label, detail] =
    end === 0 ? [advice.message, ''] : [advice.message.slice(0, end), advice.message.slice(end + 1)];
  return [
    { label, ...(detail === '' ? {} : { detail }), iconPath: new ThemeIcon('warning'), alwaysShow: true },
    ...advice.actions.map((command) => ({ label: labelOf(command), command, alwaysShow: true })),
  ];
}

const emptyText = (): string => l10n.t('Nothing has been remembered here yet.');

/** An empty list looks as if it were still loading. Choosing it begins the first memory. */
function nothingYet(): RecallItem {
  return {
    label: emptyText(),
    iconPath: new ThemeIcon('info'),
    alwaysShow: true,
    ...(workspace.isTrusted ? { detail: l10n.t('Remember something…'), create: '' } : {}),
  };
}

const heading = (label: string): RecallItem => ({ label, kind: QuickPickItemKind.Separator });

function toItem(
  memory: FoundMemory,
  { reasons, showsReasons, repeats }: { reasons: string; showsReasons: boolean; repeats: number },
): RecallItem {
  const age = ageLabel(memory.createdAt, Date.now());
  const text = brief(memory.snippet, 140);
  const about = showsReasons && reasons !== '' ? reasons : text;
  // Beside a long title the buttons of the row would cover it.
  const detail = [about, ...repeatsText(repeats)].filter((each) => each !== '').join(' · ');
  return {
    memory,
    label: oneLine(memory.title),
    description: [age, ...memory.entities.slice(0, 2)].join(' · '),
    ...(detail === '' ? {} : { detail }),
    iconPath: new ThemeIcon(memory.pinned ? 'pinned' : categoryLook(memory.category).icon),
    alwaysShow: true,
    buttons: [...whyButton(reasons), ...buttonsOf(memory)],
  };
}

/** Those that say the same are no rows of their own. */
function repeatsText(repeats: number): string[] {
  if (repeats === 0) return [];
  return [repeats === 1 ? l10n.t('1 more says the same') : l10n.t('{0} more say the same', repeats)];
}

function whyButton(reasons: string): RecallButton[] {
  if (reasons === '') return [];
  return [{ iconPath: new ThemeIcon('question'), tooltip: l10n.t('Why it was found: {0}', reasons) }];
}

function buttonsOf({ pinned }: FoundMemory): RecallButton[] {
  const read: RecallButton[] = [
    { command: 'memoryBridge.openMemory', iconPath: new ThemeIcon('go-to-file'), tooltip: l10n.t('Open') },
    { command: 'memoryBridge.copyMemory', iconPath: new ThemeIcon('copy'), tooltip: l10n.t('Copy') },
  ];
  if (!workspace.isTrusted) return read;
  return [
    ...read,
    pinned
      ? { command: 'memoryBridge.unpin', iconPath: new ThemeIcon('pinned'), tooltip: l10n.t('Unpin') }
      : { command: 'memoryBridge.pin', iconPath: new ThemeIcon('pin'), tooltip: l10n.t('Pin') },
    { command: 'memoryBridge.archive', iconPath: new ThemeIcon('archive'), tooltip: l10n.t('Archive') },
  ];
}
