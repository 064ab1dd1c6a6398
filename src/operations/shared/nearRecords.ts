import { shortId } from '../../core/shortId.ts';
import type { NearMemory } from '../../memories/nearMemories.ts';
import type { NearRecord } from '../../protocol/nearRecord.ts';

export const toNearRecord = ({ memory, likeness, opposition }: NearMemory): NearRecord => ({
  id: memory.id,
  shortId: shortId(memory.id),
  category: memory.category,
  title: memory.title,
  likeness: Math.round(likeness * 100) / 100,
  opposition: opposition ?? null,
});
