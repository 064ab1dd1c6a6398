import type { EmbedderSettings } from '../../protocol/embedderSettings.ts';
import { textsLeave } from '../../protocol/textsLeave.ts';

/** Whether questions may still go to an earlier model: what leaves this computer ends with the choice of one that stays on it. */
export function mayGoOn(earlier: EmbedderSettings, wanted: EmbedderSettings): boolean {
  return textsLeave(wanted) || !textsLeave(earlier);
}
