import type { DisposableLike } from '../../core/disposable.ts';
import type { Logger } from '../../core/ports.ts';

/** One thing the extension does. `register` hooks it into the editor and hands back what undoes that. */
export interface Feature {
  readonly name: string;
  register(): DisposableLike;
}

/** What a folder of features exports: makes them from what the extension has for all of them. */
export type Compose<Host> = (host: Host) => readonly Feature[];

/**
 * Makes the features of each folder and registers each of them by itself: what throws, a constructor too, is logged, and
 * the others still load.
 *
 * @param folders Compose functions by the name under which a failure is logged.
 */
export function loadFeatures<Host>(
  folders: Readonly<Record<string, Compose<Host>>>,
  host: Host,
  logger: Logger,
): DisposableLike[] {
  const handles: DisposableLike[] = [];
  const attempt = <T>(what: string, run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      logger.error(what, { error: String(error) });
      return undefined;
    }
  };
  for (const [name, compose] of Object.entries(folders)) {
    const features = attempt(`${name} failed, and nothing of it is loaded.`, () => compose(host));
    for (const feature of features ?? []) {
      const what = `The feature "${feature.name}" could not be loaded.`;
      const handle = attempt(what, () => feature.register());
      if (handle) handles.push(handle);
    }
  }
  return handles;
}
