/** What a thing is called where it came from. */
export interface OriginName {
  /** Kind of the source: a peer's name, `markdown`, `conversation`, … */
  readonly system: string;
  /** Which of its stores: the real path of a file or folder, or what tells two stores of one system apart. */
  readonly place: string;
  /** The id there; unique within the place. */
  readonly ref: string;
}

/** Which memory became of it. */
export interface Origin extends OriginName {
  readonly memory: string;
  /** Of what was read there, so that a changed text is told from one that is known; null where nobody needs it. */
  readonly fingerprint: string | null;
  /** When it was last read, ms. */
  readonly at: number;
}

/** Where memories came from. A memory that was purged since keeps its row, so that it is not taken in again. */
export interface OriginReader {
  get(name: OriginName): Promise<Origin | undefined>;
  /** Of one place, by ref; unknown refs are left out. */
  getMany(place: Omit<OriginName, 'ref'>, refs: readonly string[]): Promise<ReadonlyMap<string, Origin>>;
  /** What has this id in any system and place, the last read first, ten at most. */
  findByRef(ref: string): Promise<Origin[]>;
  /** All names of a memory, by system, place and ref. */
  ofMemory(memory: string): Promise<Origin[]>;
  /** All of a place in the order of their refs, from behind `after`. */
  ofPlace(
    place: Omit<OriginName, 'ref'>,
    page: { readonly after: string | undefined; readonly limit: number },
  ): Promise<Origin[]>;
  /** Places of a system that begin with this text, sorted, each once. */
  placesBelow(system: string, start: string): Promise<string[]>;
}

export interface OriginRepository extends OriginReader {
  /** Again for a name that is known replaces what it led to. */
  put(origin: Origin): Promise<void>;
  remove(name: OriginName): Promise<boolean>;
}
