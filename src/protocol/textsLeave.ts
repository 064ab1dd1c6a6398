import type { EmbedderSettings } from './embedderSettings.ts';
import { isLoopback } from '../core/safeAddress.ts';

/** Whether this embedder sends texts of memories and questions to another computer. */
export function textsLeave({ provider, baseUrl }: EmbedderSettings): boolean {
  const isHere = baseUrl !== undefined && URL.canParse(baseUrl) && isLoopback(new URL(baseUrl));
  switch (provider) {
    case 'built-in':
    case 'local':
      return false;
    case 'ollama':
      return baseUrl !== undefined && !isHere;
    case 'openai':
    case 'voyage':
      return !isHere;
  }
}
