import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CommandId } from '../../../src/extension/shared/ids.ts';
import { commandIds, hiddenCommandIds } from './featureIds.ts';

const source = path.resolve(import.meta.dirname, '../../../src/extension');
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath, entry.name));

/**
 * A message is gone after some seconds, and not everybody knows the bell. So whatever one of its buttons does, there is
 * a command in the palette too that does it, or leads to it; `modal` stays until it is answered, `mark` leads to a line that is marked as
 * a problem, `none` has no buttons.
 */
const otherWays: Readonly<Record<string, readonly (CommandId | 'modal' | 'mark' | 'none')[]>> = {
  'shared/errors/errorPresenter.ts': [
    'memoryBridge.showStatus',
    'memoryBridge.showLog',
    'memoryBridge.refresh',
    'memoryBridge.reconnect',
    'memoryBridge.useAnotherPort',
    'memoryBridge.setUpOpenCode',
  ],
  'openCode/commandLineToolCommands.ts': ['memoryBridge.installCommandLineTool'],
  'inbox/inboxCommands.ts': ['none'],
  'shared/memory/manyMemories.ts': ['modal'],
  'shared/memory/memoryActions.ts': ['memoryBridge.undoLastChange', 'memoryBridge.restore'],
  'memories/purgeCommand.ts': ['modal'],
  'memories/remember/rememberCommand.ts': ['memoryBridge.recall'],
  'memories/restore/restoreCommands.ts': ['memoryBridge.recall'],
  'shared/memory/chosenMemories.ts': ['none'],
  'memories/documents/memoryEditing.ts': ['mark'],
  'memories/documents/restoreForSave.ts': ['modal'],
  'embedding/embeddingCommands.ts': ['memoryBridge.chooseEmbeddingModel'],
  'embedding/embeddingNotices.ts': ['memoryBridge.chooseEmbeddingModel', 'memoryBridge.rebuildVectors'],
  'embedding/embeddingSettings.ts': ['none'],
  'embedding/modelImport.ts': ['none'],
  'jobs/jobNotices.ts': ['memoryBridge.showStatus', 'memoryBridge.rebuildVectors'],
  'entities/referenceLookUp.ts': ['memoryBridge.setForgeToken'],
  'projects/memorySwitch.ts': ['none'],
  'openCode/openCodeCommands.ts': ['memoryBridge.setUpOpenCode', 'memoryBridge.removeOpenCode'],
};

describe('messages', () => {
  it('have another way to each of their answers', () => {
    const showing = files.filter((file) =>
      /show(Information|Warning|Error)Message\b/.test(readFileSync(file, 'utf8')),
    );
    expect(showing.length).toBeGreaterThan(5);
    const names = showing.map((file) => path.relative(source, file).split(path.sep).join('/'));
    expect(names.filter((name) => !(name in otherWays))).toEqual([]);
  });

  it('name ways that stand in the palette', () => {
    const ways = Object.values(otherWays)
      .flat()
      .filter((way) => way !== 'modal' && way !== 'mark' && way !== 'none');
    expect(ways.filter((way) => !commandIds.includes(way) || hiddenCommandIds.includes(way))).toEqual([]);
  });

  it('are modal where that is their way, and have no buttons where they need none', () => {
    const texts = Object.entries(otherWays)
      .filter(([file]) => files.includes(path.join(source, file)))
      .map(([file, ways]) => ({ file, ways, text: readFileSync(path.join(source, file), 'utf8') }));
    const notModal = texts.filter(
      ({ ways, text }) => ways.includes('modal') && !text.includes('modal: true'),
    );
    // A message with buttons is waited for; one without is not.
    const answered = texts.filter(
      ({ ways, text }) => ways.includes('none') && /(?<!void )window\.show\w+Message/.test(text),
    );
    expect([...notModal, ...answered].map(({ file }) => file)).toEqual([]);
  });
});
