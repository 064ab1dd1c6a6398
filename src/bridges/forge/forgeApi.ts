import type { EntityPlace } from '../../core/forge/entityPlace.ts';
import type { ForgeFacts } from '../../entities/forge.ts';

/** How the REST API of one kind of forge is asked and read. */
export interface ForgeApi {
  /** Below the address of the API, encoded; undefined for what such a forge does not have. */
  pathOf(place: EntityPlace): string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Throws for a body that is not of the documented shape. Fields that nobody needs may be of any. */
  read(body: unknown, place: EntityPlace): Omit<ForgeFacts, 'etag'>;
}

/** A path with each of its parts encoded: what stands in a reference cannot lead elsewhere. */
export const encodedPath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** The first line of a message. */
export const firstLine = (text: string): string => text.trimStart().split(/[\r\n]/, 1)[0] ?? '';
