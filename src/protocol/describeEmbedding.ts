import { oneLine } from '../core/text/oneLine.ts';
import { mostTurnsCounted } from '../core/conversation/mostTurnsCounted.ts';
import type { EmbeddingStatus } from './embeddingStatus.ts';

const nameOf = ({ provider, model }: { provider: string; model: string }): string =>
  provider === 'built-in' ? 'the built-in model' : `the model ${provider}/${model}`;

/** How search by meaning is doing, in a line for people and models. */
export function describeEmbedding({
  active,
  wanted,
  state,
  message,
  progress,
  turnsAwaiting = 0,
  download,
}: EmbeddingStatus): string {
  const said: string[] = [];
  if (state === 'ready') said.push(`Search by meaning uses ${nameOf(active)}.`);
  if (state === 'downloading' && download)
    said.push(`${nameOf(wanted)} is being downloaded, ${percent(download.received, download.total)}.`);
  if (state === 'reindexing')
    said.push(
      `Memories are being indexed with ${nameOf(wanted)}${progress ? `, ${progress.done} of ${progress.total}` : ''}.`,
    );
  if (state === 'waiting') said.push(`Waiting for ${nameOf(wanted)}.`);
  if (state === 'failed') said.push(`${nameOf(wanted)} cannot be used.`);
  if (message !== null) said.push(message);
  const isOther = nameOf(active) !== nameOf(wanted);
  if (state !== 'ready' && isOther) said.push(`Until then ${nameOf(active)} answers.`);
  if (turnsAwaiting > 0) said.push(`${turnsLeft(turnsAwaiting)} found by meaning yet.`);
  return oneLine(said.join(' ')).replace(/^./, (letter) => letter.toUpperCase());
}

function turnsLeft(turns: number): string {
  if (turns === 1) return 'One turn of a conversation is not';
  return `${turns}${turns < mostTurnsCounted ? '' : ' or more'} turns of conversations are not`;
}

function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.floor((part / whole) * 100)} %`;
}
