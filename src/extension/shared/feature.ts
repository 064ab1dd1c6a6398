import type { DisposableLike } from '../../core/disposable.ts';
import type { Logger } from '../../core/ports.ts';

/** One thing the extension does. `register` hooks it into the editor and hands back what undoes that. */
export interface Feature {
  readonly name: string;
  register(): DisposableLike;
}

/** Registers each feature by itself: one that throws is logged, and the others still load. */
export function registerFeatures(features: readonly Feature[], logger: Logger): DisposableLike[] {
  const handles: DisposableLike[] = [];
  for (const feature of features) {
    try {
      handles.push(feature.register());
    } catch (error) {
      logger.error(`The feature "${feature.name}" could not be loaded.`, { error: String(error) });
    }
  }
  return handles;
}
