import type { Patience } from '../../../src/client/patience.ts';

/** For a test whose owner never answers: that of the product takes seconds to say so. */
export const shortPatience: Patience = {
  firstLook: 300,
  secondLook: 600,
  answer: 300,
  rest: 400,
  handOver: 600,
};
