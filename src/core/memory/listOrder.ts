/** In which order memories are listed. Titles go from A to Z; the rest begins with the most, or the latest. */
export const listOrders = ['newest', 'oldest', 'updated', 'most_recalled', 'title'] as const;
export type ListOrder = (typeof listOrders)[number];
