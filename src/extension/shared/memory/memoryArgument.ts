/**
 * What commands on a memory accept: its id, a tree node that carries it or a group of them, the view whose selection is
 * meant (from a keybinding, which gets no node), or nothing (then the person picks one).
 */
export type MemoryArgument =
  | string
  | { readonly memoryId?: string; readonly memoryIds?: readonly string[]; readonly view?: string }
  | undefined;
